// The search page: loads the index once, on the first letter typed, and lists what fits. Nothing leaves the site.
// Of a large site it loads the files of the words that are looked for, and those of the entries that it shows.
(() => {
  const form = document.querySelector("[data-mz-search]");
  if (!form) return;
  const field = form.querySelector("input");
  const status = document.querySelector("[data-mz-search-status]");
  const list = document.querySelector("[data-mz-search-results]");
  const words = form.dataset;
  const MOST = 60;
  const MOST_LOADED = 20;
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
  const loaded = new Map();
  const load = (url) => {
    if (!loaded.has(url)) loaded.set(url, fetch(url).then((answer) => answer.json()));
    return loaded.get(url);
  };
  const beside = (file) => new URL(file, new URL(words.mzSearch, location.href)).href;
  const entry = (kinds, [kind, path, title, note]) => ({
    note: [...parts(kinds[kind]), ...(note ? [" · ", ...parts(note)] : [])],
    path,
    title,
  });
  const index = () =>
    (loading ??= load(words.mzSearch).then(({ entries, ...head }) => ({
      ...head,
      entries: entries?.map(([kind, path, title, other, text, note]) => ({
        ...entry(head.kinds, [kind, path, title, note]),
        in: [plain(whole(title)), plain(other), plain(text)],
      })),
    })));

  // The words of a term, as the index has them, and the places where each begins a word; file_of in search.py is the same.
  const CONNECTED = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
  const wordsOf = (term) =>
    (term.match(/[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|((?![\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])[\p{L}\p{N}])+/gu) ?? []).flatMap((run) =>
      CONNECTED.test(run) && run.length > 1 ? [...run].slice(1).map((sign, at) => run[at] + sign) : [run],
    );
  const placesOf = async ({ files }, word) => {
    const [first, second] = [...word].map((sign) => sign.codePointAt(0));
    const file = await load(beside(`words-${(31 * first + (CONNECTED.test(word) ? 0 : (second ?? 0))) % files}.json`));
    const found = new Map();
    for (const [known, places] of Object.entries(file)) {
      if (CONNECTED.test(word) ? known !== word : !known.startsWith(word)) continue;
      for (const place of places) {
        const number = Math.floor(place / 3);
        found.set(number, Math.min(place % 3, found.get(number) ?? 2));
      }
    }
    return found;
  };
  // The numbers of the entries that have all words of a term, each with the place that counts.
  const numbersOf = async (book, term) => {
    const found = await Promise.all(wordsOf(term).map((word) => placesOf(book, word)));
    if (!found.length) return new Map();
    return new Map(
      [...found[0]].filter(([number]) => found.every((places) => places.has(number))).map(([number]) => [number, Math.max(...found.map((places) => places.get(number)))]),
    );
  };
  const rankedNumbers = async (book, terms, needed) => {
    const ranks = new Map();
    for (const places of await Promise.all(terms.map((term) => numbersOf(book, term))))
      for (const [number, place] of places) {
        const { found, rank } = ranks.get(number) ?? { found: 0, rank: 0 };
        ranks.set(number, { found: found + 1, rank: rank + place });
      }
    return [...ranks]
      .filter(([, { found }]) => found >= needed)
      .sort(([one, first], [other, second]) => second.found - first.found || first.rank - second.rank || one - other)
      .map(([number]) => number);
  };

  // Where a term stands decides: in the title, in the title's other language, in the summary; -1 for nowhere.
  // What stands alike keeps the order of the index, promises first.
  const place = (entry, term) => entry.in.findIndex((text) => text.includes(term));
  const ranked = (book, terms, needed) => (book.entries ? rankedEntries(book.entries, terms, needed) : rankedNumbers(book, terms, needed));
  const rankedEntries = (entries, terms, needed) =>
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

  const find = async (book, query) => {
    const exact = await Promise.all(
      variants(book.same, query).map((one) => {
        const terms = one.split(/\s+/).filter(Boolean);
        return ranked(book, terms, terms.length);
      }),
    );
    const all = [...new Set(exact.flat())];
    const loose = pairs(query);
    return all.length ? all : ranked(book, loose, Math.max(1, Math.ceil(loose.length / 2)));
  };
  // What is shown of what was found; of a large site its entries are loaded now.
  const shownOf = async ({ entries, each, kinds }, found) => {
    if (entries) return found.slice(0, MOST);
    const shown = found.slice(0, MOST_LOADED);
    const files = await Promise.all(shown.map((number) => load(beside(`entries-${Math.floor(number / each)}.json`))));
    return shown.map((number, at) => entry(kinds, files[at][number % each]));
  };

  const show = (first, count, query) => {
    const told = (count ? words.found : words.none).replace("{count}", String(count));
    const left = count > first.length ? ` ${words.first.replace("{count}", String(first.length))}` : "";
    status.textContent = query ? told + left : "";
    list.replaceChildren(
      ...first.map(({ note: shown, path, title }) => {
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
    const book = query && (await index());
    const found = query ? await find(book, query) : [];
    const shown = query ? await shownOf(book, found) : [];
    if (mine === asked) show(shown, found.length, query);
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
