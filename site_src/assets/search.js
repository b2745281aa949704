// The search page: loads the index once, on the first letter typed, and lists what fits. Nothing leaves the site.
(() => {
  const form = document.querySelector("[data-mz-search]");
  if (!form) return;
  const field = form.querySelector("input");
  const status = document.querySelector("[data-mz-search-status]");
  const list = document.querySelector("[data-mz-search-results]");
  const words = form.dataset;
  const MOST = 60;
  let loading;

  const plain = (text) => text.normalize("NFKC").toLowerCase();
  // What is shown is a text, or parts of one, each a text or a text with its language.
  const parts = (shown) => (typeof shown === "string" ? [shown] : shown);
  const whole = (shown) => parts(shown).map((part) => (typeof part === "string" ? part : part[0])).join("");
  const written = (shown) =>
    parts(shown).map((part) => {
      if (typeof part === "string") return part;
      const marked = document.createElement("bdi");
      [marked.textContent, marked.lang] = part;
      return marked;
    });
  const index = () =>
    (loading ??= fetch(words.mzSearch)
      .then((answer) => answer.json())
      .then(({ kinds, same, entries }) => ({
        same,
        entries: entries.map(([kind, path, title, other, text, note]) => ({
          note: [...parts(kinds[kind]), ...(note ? [" · ", ...parts(note)] : [])],
          path,
          title,
          in: [plain(whole(title)), plain(other), plain(text)],
        })),
      })));

  // Where a term stands decides: in the title, in the title's other language, in the summary; -1 for nowhere.
  // What stands alike keeps the order of the index, promises first.
  const place = (entry, term) => entry.in.findIndex((text) => text.includes(term));
  const ranked = (entries, terms, needed) =>
    entries
      .map((entry, order) => {
        const places = terms.map((term) => place(entry, term));
        const found = places.filter((at) => at >= 0);
        return { entry, order, found: found.length, rank: found.reduce((sum, at) => sum + at, 0) };
      })
      .filter(({ found }) => found >= needed)
      .sort((one, other) => other.found - one.found || one.rank - other.rank || one.order - other.order)
      .map(({ entry }) => entry);
  // Chinese is written without spaces: where the whole is not found, pairs of characters are looked for.
  const pairs = (query) => {
    const found = [];
    for (const part of query.split(/\s+/)) {
      if (/[\u4e00-\u9fff]{2}/.test(part)) for (let at = 0; at + 2 <= part.length; at += 1) found.push(part.slice(at, at + 2));
      else found.push(part);
    }
    return [...new Set(found)];
  };

  // The query, and the same with a word of it exchanged for one that means the same.
  const variants = (same, query) => [
    query,
    ...same.flatMap((group) => {
      const word = group.filter((one) => query.includes(one)).sort((one, other) => other.length - one.length)[0];
      return word ? group.filter((other) => other !== word).map((other) => query.replace(word, other)) : [];
    }),
  ];

  const find = ({ same, entries }, query) => {
    const exact = variants(same, query).flatMap((one) => {
      const terms = one.split(/\s+/).filter(Boolean);
      return ranked(entries, terms, terms.length);
    });
    if (exact.length) return [...new Set(exact)];
    const loose = pairs(query);
    return ranked(entries, loose, Math.max(1, Math.ceil(loose.length / 2)));
  };

  const show = (found, query) => {
    status.textContent = !query ? "" : (found.length ? words.found : words.none).replace("{count}", String(found.length));
    list.replaceChildren(
      ...found.slice(0, MOST).map(({ note: shown, path, title }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const note = document.createElement("span");
        link.href = words.root + path;
        link.append(...written(title));
        note.className = "mz-sub";
        note.append(...written(shown));
        item.append(link, note);
        return item;
      }),
    );
  };

  let asked = 0;
  const search = async () => {
    const query = plain(field.value.trim());
    const mine = (asked += 1);
    const found = query ? find(await index(), query) : [];
    if (mine === asked) show(found, query);
  };

  field.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const url = new URL(location.href);
    url.searchParams.set("q", field.value.trim());
    history.replaceState(null, "", url);
    search();
  });
  const given = new URLSearchParams(location.search).get("q");
  if (given) {
    field.value = given;
    search();
  }
  field.focus();
})();
