// Says which published file a copy is. The file is read here and goes nowhere; only the list of checksums is loaded.
(() => {
  const form = document.querySelector("[data-mz-copies]");
  if (!form) return;
  const words = form.dataset;
  const { mzCopies: address, root } = words;
  const results = document.querySelector("[data-mz-copy-results]");
  let loading;
  const list = () => (loading = loading || fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer))));

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const checksum = async (file) => {
    const bytes = await crypto.subtle.digest("SHA-256", await new Response(file).arrayBuffer());
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const line = (text, path) => {
    const item = document.createElement("li");
    item.append(text);
    if (path) {
      const link = document.createElement("a");
      link.href = root + path;
      link.textContent = path.split("/").pop();
      item.append(" ", link);
    }
    return item;
  };

  // Files of single indicators stand in a list of their package's, with shortened checksums.
  const single = async (packages, sum) => {
    for (const name of packages) {
      const answer = await fetch(address.replace(/versions\.json$/, `versions-${name}.json`));
      const found = answer.ok ? Object.entries(await answer.json()) : [];
      const places = [];
      for (const [path, all] of found) {
        for (const [start, first, last] of all) {
          if (start === sum.slice(0, 16)) places.push([`${name}/${path}`, first, last]);
        }
      }
      if (places.length) return places;
    }
    return [];
  };

  const told = async ({ publications, files }, name, sum) => {
    const places = files[sum] || (await single(Object.keys(publications), sum));
    if (!places.length) return [line(fill(words.unknown, { name, sum }))];
    return places.map(([path, , last]) => {
      const all = publications[path.split("/")[0]];
      const [version, date] = all[last];
      const [newest, latest] = all[all.length - 1];
      const current = last === all.length - 1;
      return line(fill(current ? words.current : words.old, { name, path, version, date, newest, latest }), current ? "" : path);
    });
  };

  const look = async (named) => {
    results.textContent = "";
    try {
      const listed = await list();
      for (const [name, sum] of await Promise.all(named)) results.append(...(await told(listed, name, sum)));
    } catch (_) {
      results.textContent = "";
      results.append(line(words.failed));
    }
  };

  const [file, pasted] = form.querySelectorAll("input");
  file.addEventListener("change", () => look([...file.files].map(async (one) => [one.name, await checksum(one)])));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sum = pasted.value.trim().toLowerCase();
    if (sum) look([[`${sum.slice(0, 12)}…`, sum]]);
  });
})();
