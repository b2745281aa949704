// In a copy of the site that is read from a disk: hands over to the other scripts what they load, which a browser lets no
// script read there, and leads links that were made while reading to the files that they mean.
(() => {
  const root = document.currentScript.src.slice(0, -"assets/offline.js".length);
  const waiting = new Map();
  const handed = new Map();

  window.mzHanded = (path, content) => {
    handed.set(path, content);
    for (const take of waiting.get(path) || []) take(content);
    waiting.delete(path);
  };
  const load = (address) =>
    new Promise((take, fail) => {
      const path = decodeURI(address.slice(root.length).split(/[?#]/)[0]);
      if (handed.has(path)) {
        take(handed.get(path));
        return;
      }
      waiting.set(path, [...(waiting.get(path) || []), take]);
      const script = document.createElement("script");
      script.src = `${root}${encodeURI(path)}.js`;
      script.onerror = () => fail(new Error(path));
      document.head.append(script);
    });

  window.fetch = async (address) => {
    const content = await load(new URL(address, document.baseURI).href);
    return { ok: true, json: async () => JSON.parse(JSON.stringify(content)) };
  };
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest && event.target.closest("a[href]");
      if (!link) return;
      const address = new URL(link.href);
      if (address.protocol !== "file:" || !address.pathname.endsWith("/")) return;
      address.pathname += "index.html";
      link.href = address.href;
    },
    true,
  );
})();
