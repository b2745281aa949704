// The search page: loads the index once, on the first letter typed, and lists what fits. Nothing leaves the site.
// Of a large site it loads the files of the words that are looked for, and those of the entries that it shows.
// Whatever goes wrong is told in a sentence, and the lists of everything are shown; without this script they stand there.
(() => {
  const form = document.querySelector("[data-mz-search]");
  if (!form) return;
  const field = form.querySelector("input");
  const at = (name) => document.querySelector(`[data-mz-search-${name}]`);
  const [hint, status, results, marks, lists] = ["hint", "status", "results", "marks", "lists"].map(at);
  const words = form.dataset;
  const FIRST = 6; // of each kind; the others at a click
  const SLOW = 3000; // milliseconds without an answer until that is said
  const PAUSE = 300; // after typing, until the query stands in the address
  const flat = (lists) => [].concat(...lists);
  const given = (value, otherwise) => (value === undefined ? otherwise : value);

  // Texts are made alike, as in searched.py: traditional as simplified, numbers as their digits, no accents.
  const CONNECTED = "\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff";
  const SIGNS = "\\s\\u0021-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u00d7\\u00f7\\u060c\\u061b\\u061f\\u066a-\\u066d\\u2000-\\u206f\\u20a0-\\u20cf\\u2190-\\u2bff\\u3000-\\u3004\\u3008-\\u303f\\ufe30-\\ufe6f";
  const NUMBER = "([0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])|[0-9]+)(?:[.,]([0-9]+))?";
  const TERM = new RegExp(`[0-9]+(?:\\.[0-9]+)?|[^${SIGNS}0-9]+`, "g");
  const RUN = new RegExp(`[${CONNECTED}]+|[^${CONNECTED}]+`, "g");
  const connected = (word) => new RegExp(`[${CONNECTED}]`).test(word);
  const digital = (word) => /^[0-9]/.test(word);
  const alike = ({ traditional: [from, to], multiples }) => {
    const simplified = [...to];
    const simple = new Map([...from].map((sign, place) => [sign, simplified[place]]));
    const number = new RegExp(`${NUMBER}(?: ?(${Object.keys(multiples).join("|")}))?`, "g");
    const digits = (_, written, behind, great) => {
      const zeros = given(multiples[great], 0);
      const decimals = given(behind, "").padEnd(zeros, "0");
      const whole = written.replace(/[, ]/g, "") + decimals.slice(0, zeros);
      const rest = decimals.slice(zeros).replace(/0+$/, "");
      return (zeros ? whole.replace(/^0+(?=.)/, "") : whole) + (rest && `.${rest}`);
    };
    return (text) =>
      text
        .normalize("NFKD")
        .replace(/[\u0300-\u036f]/g, "")
        .normalize("NFKC")
        .toLowerCase()
        .replace(/[\u2e80-\u9fff]/g, (sign) => given(simple.get(sign), sign))
        .replace(number, digits);
  };
  const termsOf = (text) => [...new Set(text.match(TERM) || [])];

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

  // What could not be loaded is asked for again the next time.
  const loaded = new Map();
  const load = (url) => {
    if (!loaded.has(url)) {
      const answer = fetch(url).then((found) => (found.ok ? found.json() : Promise.reject(found)));
      answer.catch(() => loaded.delete(url));
      loaded.set(url, answer);
    }
    return loaded.get(url);
  };
  const beside = (file) => new URL(file, new URL(words.mzSearch, location.href)).href;
  const entry = ([kind, path, title, note = "", mark = "", standing = "", value = ""]) => ({ kind, path, title, note, mark, standing, value });
  let opened;
  const index = () => {
    opened = opened || load(words.mzSearch).then(opening, () => Promise.reject((opened = undefined)));
    return opened;
  };
  const opening = (head) => {
    const plain = alike(head);
    const same = head.same.map((group) => group.map(plain));
    if (!head.entries) return Object.assign({}, head, { plain, same });
    const entries = head.entries.map(([kind, path, title, other = "", text = "", ...shown]) =>
      Object.assign(entry([kind, path, title, ...shown]), {
        in: [whole(title), other, `${text} ${shown.map((part) => whole(part || "")).join(" ")}`].map(plain),
      }),
    );
    return Object.assign({}, head, { plain, same, entries });
  };

  // Both forms of an index answer the same: in which entries a term stands, each with the place that counts (in the title,
  // in the title's other language, in all else), and which words are like it.

  // A number is found whole, 1195 not in 11950, and a word from its beginning, pace not in space.
  const within = new RegExp(`[^${SIGNS}${CONNECTED}0-9]$`);
  const begins = (before, term) => connected(term[0]) || !(digital(term) ? /[0-9]\.?$/ : within).test(before);
  const ends = (behind, term) => !/[0-9]$/.test(term) || !/^\.?[0-9]/.test(behind);
  const stands = (text, term) => {
    for (let from = text.indexOf(term); from >= 0; from = text.indexOf(term, from + 1))
      if (begins(text.slice(Math.max(0, from - 2), from), term) && ends(text.slice(from + term.length, from + term.length + 2), term)) return true;
    return false;
  };
  const entriesWith = (book, fits) => {
    const found = new Map();
    book.entries.forEach((one, number) => {
      const place = one.in.findIndex(fits);
      if (place >= 0) found.set(number, place);
    });
    return found;
  };
  const vocabulary = (book) => {
    book.words = book.words || [...new Set(flat(flat(book.entries.map((one) => one.in.map(termsOf)))))].filter((word) => !connected(word) && !digital(word));
    return book.words;
  };

  const wordsOf = (term) =>
    flat((term.match(RUN) || []).map((run) => (connected(run) && run.length > 1 ? [...run].slice(1).map((sign, place) => run[place] + sign) : [run])));
  // file_of in searched.py is the same.
  const fileOf = ({ files }, word) => {
    const [first, second] = [...word].map((sign) => sign.codePointAt(0));
    return load(beside(`words-${(31 * first + (connected(word) ? 0 : given(second, 0))) % files}.json`));
  };
  const placesOf = async (book, word) => {
    const found = new Map();
    for (const [known, places] of Object.entries(await fileOf(book, word))) {
      if (connected(word) || digital(word) ? known !== word : !known.startsWith(word)) continue;
      for (const place of places) {
        const number = Math.floor(place / 3);
        found.set(number, Math.min(place % 3, given(found.get(number), 2)));
      }
    }
    return found;
  };
  // The entries that all of some findings have, with the last place; those that any has, with the first.
  const all = ([first, ...others]) =>
    new Map(
      [...given(first, new Map())]
        .filter(([number]) => others.every((places) => places.has(number)))
        .map(([number, place]) => [number, Math.max(place, ...others.map((places) => places.get(number)))]),
    );
  const any = (findings) => {
    const found = new Map();
    for (const places of findings) for (const [number, place] of places) found.set(number, Math.min(place, given(found.get(number), 2)));
    return found;
  };
  const divided = async (book, term) => all(await Promise.all(wordsOf(term).map((word) => placesOf(book, word))));
  const withTerm = async (book, term) => (book.entries ? entriesWith(book, (text) => stands(text, term)) : divided(book, term));

  // Whether a word becomes another by one letter left out, put in, changed or exchanged with the next.
  const close = (word, other) => {
    if (Math.abs(word.length - other.length) > 1) return false;
    let from = 0;
    while (from < word.length && word[from] === other[from]) from += 1;
    const [one, two] = [word.slice(from), other.slice(from)];
    return one.slice(1) === two.slice(1) || one === two.slice(1) || one.slice(1) === two || (one[0] === two[1] && one[1] === two[0] && one.slice(2) === two.slice(2));
  };
  // A term as it may have been meant: a Latin word with one letter wrong, Chinese with one character wrong.
  // Of a large site words are looked for in the files that begin as typed, or with the first letters exchanged or one too many.
  const nearly = async (book, term) => {
    if (connected(term) && term.length >= 3) {
      const around = [...term].map((_, place) => [term.slice(0, place), term.slice(place + 1)]);
      if (!book.entries) return any(await Promise.all(around.map(async (rest) => all(await Promise.all(rest.filter(Boolean).map((part) => divided(book, part)))))));
      const meant = new RegExp(around.map((rest) => rest.join(`[${CONNECTED}]`)).join("|"));
      return entriesWith(book, (text) => meant.test(text));
    }
    if (connected(term) || digital(term) || term.length < 4) return new Map();
    if (book.entries) {
      const meant = vocabulary(book).filter((word) => close(word, term));
      return any(meant.map((word) => entriesWith(book, (text) => stands(text, word))));
    }
    const [first, second, third] = term;
    const files = await Promise.all([...new Set([first + second, second + first, second + third, first + third])].map((begins) => fileOf(book, begins)));
    const meant = new Set(flat(files.map((file) => Object.keys(file).filter((word) => close(word, term)))));
    return any(await Promise.all([...meant].map((word) => placesOf(book, word))));
  };

  // The entries in which so many findings agree, each with how many do and the sum of its places.
  const agreeing = (findings, needed) => {
    const ranks = new Map();
    for (const places of findings)
      for (const [number, place] of places) {
        const { found, rank } = given(ranks.get(number), { found: 0, rank: 0 });
        ranks.set(number, { found: found + 1, rank: rank + place });
      }
    return [...ranks].filter(([, { found }]) => found >= needed);
  };
  // Those that agree most first, then by place; what is alike keeps the order of the index, promises first.
  const ranked = (rows) => {
    rows.sort(([one, first], [other, second]) => second.found - first.found || first.rank - second.rank || one - other);
    return [...new Set(rows.map(([number]) => number))];
  };
  // Chinese is written without spaces: where the whole is not found, pairs of characters are looked for.
  const pairs = (terms) => [...new Set(flat(terms.map((term) => (connected(term) ? wordsOf(term) : [term]))))].filter((word) => word.length > 1);
  // Where a word of a group stands in a query, the longest where there are several; Latin words count whole.
  const place = (query, word) => (connected(word) ? query.indexOf(word) : ` ${query} `.indexOf(` ${word} `));
  const wordOf = (group, query) => group.filter((word) => place(query, word) >= 0).sort((one, other) => other.length - one.length)[0];
  // The query, and the same with a word of it exchanged for one that means the same.
  const variants = (same, query) => {
    const exchanged = same.map((group) => {
      const word = wordOf(group, query);
      return word ? group.filter((other) => other !== word).map((other) => query.slice(0, place(query, word)) + other + query.slice(place(query, word) + word.length)) : [];
    });
    return [query, ...flat(exchanged)];
  };

  // What fits, and else what is nearest to it.
  const find = async (book, query) => {
    const findings = (terms, how) => Promise.all(terms.map((term) => how(book, term)));
    // What is found by a word that means the same stands behind what is found as well by the word itself.
    const exact = await Promise.all(
      variants(book.same, query).map(async (one, other) => {
        const terms = termsOf(one);
        const rows = agreeing(await findings(terms, withTerm), Math.max(1, terms.length));
        return rows.map(([number, { rank }]) => [number, { found: 1, rank: rank / terms.length + (other ? 0.5 : 0) }]);
      }),
    );
    const found = ranked([...flat(exact), ...(await covered(book, query))]);
    if (found.length) return { found, near: false };
    const terms = termsOf(query);
    const meant = await findings(terms, async (_, term) => any([await withTerm(book, term), await nearly(book, term)]));
    const near = ranked(agreeing(meant, Math.max(1, terms.length)));
    return { found: [...new Set([...near, ...(await loosely(book, query))])], near: true };
  };
  // A phrase without spaces that consists of known words for its most part: what has each of them, or what means the same, so
  // that a title made of them stands before a text in which the phrase happens to stand.
  const covered = async (book, query) => {
    if (!connected(query) || termsOf(query).length > 1) return [];
    const known = book.same.map((group) => ({ group, word: wordOf(group, query) })).filter(({ word }) => word);
    const outer = known.filter(({ word }) => !known.some((other) => other.word !== word && other.word.includes(word)));
    const length = outer.reduce((sum, { word }) => sum + word.length, 0);
    if (outer.length < 2 || 2 * length < query.length) return [];
    const places = await Promise.all(outer.map(({ group }) => meaning(book, group)));
    return agreeing(places, outer.length).map(([number, { rank }]) => [number, { found: 1, rank: rank / outer.length + 0.75 }]);
  };
  // Where a word of a group stands.
  const meaning = async (book, group) =>
    any(await Promise.all(group.map(async (word) => all(await Promise.all(termsOf(word).map((term) => withTerm(book, term)))))));
  // What a part of the query fits: whatever has one of its known words or what means the same, most of all with other words
  // of it; where it has none, half of its words or pairs of characters.
  const loosely = async (book, query) => {
    const findings = (terms) => Promise.all(terms.map((term) => withTerm(book, term)));
    const groups = book.same.filter((group) => wordOf(group, query));
    const known = await Promise.all(groups.map((group) => meaning(book, group)));
    const loose = pairs(termsOf(query));
    const parts = await findings(loose);
    if (!groups.length) return ranked(agreeing(parts, Math.max(1, Math.ceil(loose.length / 2))));
    const fits = any(known);
    return ranked(agreeing([...known, ...parts], 1)).filter((number) => fits.has(number));
  };

  // Of a large site the entries that are shown are loaded now.
  const shownOf = async (book, numbers) => {
    if (book.entries) return numbers.map((number) => book.entries[number]);
    const files = await Promise.all(numbers.map((number) => load(beside(`entries-${Math.floor(number / book.each)}.json`))));
    return numbers.map((number, place) => entry(files[place][number % book.each]));
  };
  const kindOf = (book, number) => (book.entries ? book.entries[number].kind : book.ends.findIndex((end) => number < end));

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const item = ({ path, title, note, mark, standing, value }) => {
    const link = element("a", "", ...written(title));
    link.href = words.root + path;
    const told = [];
    if (value) told.push(element("strong", "mz-found__value", ...written(value)), " ");
    const drawn = mark && marks.content.querySelector(`[data-mark="${mark}"] > *`);
    if (standing) {
      const standingMark = drawn ? drawn.cloneNode(true) : element("span", "mz-status");
      standingMark.append(" ", ...written(standing));
      told.push(standingMark);
    }
    const lines = [link, ...(told.length ? [element("span", "mz-found__told", ...told)] : []), ...(note ? [element("span", "mz-sub", ...written(note))] : [])];
    return element("li", "", ...lines);
  };
  const fill = (text, count) => text.replace("{count}", String(count));

  // A kind with how many were found, and the first of them; which kinds are shown whole is kept for the way back.
  const group = async (book, kind, numbers, unfolded) => {
    const list = element("ul", "mz-plain");
    const more = element("button", "mz-button");
    const show = async (to) => {
      const shown = (await shownOf(book, numbers.slice(0, to))).map(item);
      list.textContent = "";
      list.append(...shown);
      more.hidden = numbers.length <= to;
      more.textContent = fill(words.more, numbers.length - to);
    };
    more.type = "button";
    more.addEventListener("click", async () => {
      kept.unfolded = [...kept.unfolded, kind];
      keep();
      await show(numbers.length).catch(failed);
      const next = list.querySelectorAll("a")[FIRST];
      if (next) next.focus();
    });
    await show(unfolded.includes(kind) ? numbers.length : FIRST);
    const heading = element("h2", "", ...written(book.kinds[kind]), " ", element("span", "mz-found__count", String(numbers.length)));
    return element("section", "", heading, list, more);
  };

  const tell = (text, withLists) => {
    status.textContent = text;
    lists.hidden = !withLists;
    if (withLists) document.documentElement.removeAttribute("data-mz-asked");
  };
  const failed = () => {
    results.textContent = "";
    tell(location.protocol === "file:" ? words.disk : words.failed, true);
  };

  // What the history keeps of this page: the query in the address, and what was unfolded and how far it was scrolled.
  const kept = Object.assign({ unfolded: [], scrolled: 0 }, history.state && history.state.mzSearch);
  const keep = () => {
    const url = new URL(location.href);
    if (field.value.trim()) url.searchParams.set("q", field.value.trim());
    else url.searchParams.delete("q");
    history.replaceState({ mzSearch: kept }, "", url);
  };

  let asked = 0;
  const search = async () => {
    const mine = (asked += 1);
    const current = () => mine === asked;
    if (!field.value.trim()) {
      results.textContent = "";
      tell("", true);
      return;
    }
    const slow = setTimeout(() => current() && tell(words.slow, true), SLOW);
    try {
      const book = await index();
      const query = book.plain(field.value.trim());
      const { found, near } = await find(book, query);
      const kinds = [...new Set(found.map((number) => kindOf(book, number)))];
      const groups = await Promise.all(
        kinds.map((kind) => group(book, kind, found.filter((number) => kindOf(book, number) === kind), kept.unfolded)),
      );
      if (!current()) return;
      results.textContent = "";
      results.append(...groups);
      tell(found.length ? fill(near ? words.near : words.found, found.length) : words.none, !found.length);
    } catch (_) {
      if (current()) failed();
    } finally {
      clearTimeout(slow);
    }
  };

  let pause;
  field.addEventListener("input", () => {
    kept.unfolded = [];
    clearTimeout(pause);
    pause = setTimeout(keep, PAUSE);
    search();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    search();
  });
  const leave = () => {
    kept.scrolled = scrollY;
    clearTimeout(pause);
    keep();
  };
  results.addEventListener("click", (event) => event.target.closest("a") && leave());
  addEventListener("pagehide", leave);
  hint.textContent = words.hint;
  const query = new URLSearchParams(location.search).get("q");
  if (query) {
    field.value = query;
    lists.hidden = true;
    history.scrollRestoration = "manual";
    search().then(() => scrollTo(0, kept.scrolled));
  } else field.focus();
})();
