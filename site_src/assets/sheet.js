// Makes a workbook of a CSV file, for Excel opens such a file as what it takes it for: other scripts garbled, all in one
// column where lists are separated otherwise, ids and numbers turned into days. The workbook holds the same cells, numbers
// as numbers and days as days by the package's own description; nothing leaves the page. Without this script the link
// leads to the workbook of the package.
(() => {
  if (!window.fetch || location.protocol === "file:") return;
  const DIGITS = 15, LONGEST = 32767, ROWS = 1048576, FIRST_DAY = "1900-03-01";
  const encoder = new TextEncoder();

  const rows = (text) => {
    const found = [];
    let row = [], at = 0;
    while (at < text.length) {
      let cell = "";
      if (text[at] === '"') {
        for (;;) {
          const end = text.indexOf('"', at + 1);
          cell += text.slice(at + 1, end);
          at = end + 1;
          if (text[at] !== '"') break;
          cell += '"';
        }
      } else {
        let end = at;
        while (end < text.length && text[end] !== "," && text[end] !== "\n") end += 1;
        cell = text.slice(at, end);
        at = end;
      }
      row.push(cell);
      if (text[at] === ",") {
        at += 1;
        if (at === text.length || text[at] === "\n") row.push("");
        if (text[at] !== "\n" && at < text.length) continue;
      }
      found.push(row);
      row = [];
      at += 1;
    }
    return found;
  };

  const escaped = (text) => text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const exact = (text) => text.replace(/[-.]/g, "").replace(/^0+|0+$/g, "").length <= DIGITS && text.replace(/^-|\..*$/g, "").length <= DIGITS;
  const cell = (text, type) => {
    if (!text) return "<c/>";
    if (type === "number" || type === "integer") if (/^-?\d+(\.\d+)?$/.test(text) && exact(text)) return `<c><v>${text}</v></c>`;
    if (type === "boolean" && /^(true|false)$/.test(text)) return `<c t="b"><v>${text === "true" ? 1 : 0}</v></c>`;
    if (type === "date" && /^\d{4}-\d\d-\d\d$/.test(text) && text >= FIRST_DAY) return `<c s="1"><v>${Date.parse(text) / 86400000 + 25569}</v></c>`;
    return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, LONGEST))}</t></is></c>`;
  };

  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  const around = {
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}styles+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
  };

  const sheet = (table, types) => {
    const kinds = table[0].map((name) => types[name]);
    const parts = [encoder.encode(`${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>`)];
    for (let at = 0; at < table.length; at += 1000) {
      parts.push(encoder.encode(table.slice(at, at + 1000).map((row, number) => `<row>${row.map((text, column) => cell(text, at + number ? kinds[column] : "")).join("")}</row>`).join("")));
    }
    return [...parts, encoder.encode("</sheetData></worksheet>")];
  };

  const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
    return sum;
  });
  const checksum = (parts) => {
    let sum = 0xffffffff;
    for (const part of parts) for (const byte of part) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
    return (sum ^ 0xffffffff) >>> 0;
  };
  const numbers = (...fields) => {
    const bytes = new Uint8Array(fields.reduce((length, [size]) => length + size, 0));
    const view = new DataView(bytes.buffer);
    let at = 0;
    for (const [size, value] of fields) {
      if (size === 2) view.setUint16(at, value, true); else view.setUint32(at, value, true);
      at += size;
    }
    return bytes;
  };
  // An archive whose files are not packed.
  const archive = (files) => {
    const body = [], directory = [];
    let at = 0, count = 0, listed = 0;
    for (const [name, parts] of Object.entries(files)) {
      const named = encoder.encode(name);
      const size = parts.reduce((length, part) => length + part.length, 0);
      const about = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 33], [4, checksum(parts)], [4, size], [4, size], [2, named.length], [2, 0]];
      body.push(numbers([4, 0x04034b50], ...about), named, ...parts);
      directory.push(numbers([4, 0x02014b50], [2, 20], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), named);
      at += 30 + named.length + size;
      listed += 46 + named.length;
      count += 1;
    }
    return [...body, ...directory, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, listed], [4, at], [2, 0])];
  };

  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return answer;
  };
  const workbook = async (csv) => {
    const [folder, own] = csv.split(/indicators\/(?=[^/]*$)/).length > 1 ? [csv.replace(/indicators\/[^/]*$/, ""), "observations"] : [csv.replace(/[^/]*$/, ""), csv.match(/([^/]*)\.csv$/)[1]];
    const [text, about] = await Promise.all([fetched(csv).then((answer) => answer.text()), fetched(`${folder}datapackage.json`).then((answer) => answer.json())]);
    const described = about.resources.find(({ name }) => name === own);
    const types = {};
    for (const { name, type } of described ? described.schema.fields : []) types[name] = type;
    const table = rows(text);
    if (table.length > ROWS) throw new Error("too long");
    const files = {};
    for (const [name, content] of Object.entries(around)) files[name] = [encoder.encode(XML + content)];
    files["xl/workbook.xml"] = [encoder.encode(`${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${own.slice(0, 31)}" sheetId="1" r:id="r1"/></sheets></workbook>`)];
    files["xl/worksheets/sheet1.xml"] = sheet(table, types);
    return new Blob(archive(files), { type: `${TYPE}sheet` });
  };

  const hand = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const upgrade = (link, csv) => {
    const name = csv.match(/([^/]*)\.csv$/)[1];
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      if (link.hasAttribute("aria-busy")) return;
      link.setAttribute("aria-busy", "true");
      try {
        hand(await workbook(csv), `${name}.xlsx`);
      } catch (_) {
        location.href = link.href;
      }
      link.removeAttribute("aria-busy");
    });
  };

  for (const link of document.querySelectorAll("a[data-mz-sheet]")) upgrade(link, new URL(link.dataset.mzSheet, location.href).href);
  for (const list of document.querySelectorAll("[data-mz-sheets]")) {
    for (const csv of list.querySelectorAll('a[href$=".csv"]')) {
      const link = document.createElement("a");
      link.href = list.dataset.mzSheets;
      link.textContent = "XLSX";
      link.setAttribute("aria-label", csv.textContent.replace(/csv$/, "xlsx"));
      upgrade(link, csv.href);
      csv.after(" · ", link);
    }
  }
})();
