// Filters, sorts and folds lists that are complete without it. What a reader chose stands in the address, so that Back,
// a reload and a shared link bring it back. Of a list in parts the other parts are fetched when they are first needed.
// Loaded where the list ends, not later: it folds before anything is shown.
(() => {
  const MOST = 20; // of sorted rows, which no table of contents divides, until a reader asks for all
  const list = document.querySelector("[data-mz-list]");
  if (!list) return;
  const form = document.querySelector("[data-mz-filters]");
  const fields = form ? [...form.querySelectorAll("select, input")] : [];
  const order = form && form.elements.sort;
  const told = form && form.querySelector("[data-mz-count]");
  const clear = form && form.querySelector("[type=reset]");
  const language = document.documentElement.lang;
  const narrow = matchMedia("(max-width: 44.9em)");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const groupOf = (row) => row.closest("[data-mz-group]");
  const valueOf = (row, name) => row.getAttribute(`data-${name}`) || groupOf(row).getAttribute(`data-${name}`) || "";

  // Rows in the order of the list, each with the place to which it returns after sorting.
  const rows = [];
  const words = new Map();
  const homes = new Map();
  const groups = () => [...list.querySelectorAll("[data-mz-group]")];
  const know = () => {
    rows.length = 0;
    for (const group of groups()) {
      const title = group.querySelector("summary");
      for (const row of group.querySelectorAll("tbody > tr")) {
        rows.push(row);
        homes.set(row, row.parentElement);
        words.set(row, plain(`${row.textContent} ${title ? title.textContent : ""}`));
      }
    }
  };

  // Folding: on a phone a list of several groups begins folded, but for the first one where there is something to choose
  // from. Hits open their groups, an anchor its own, and what a reader has opened is open again when he comes back.
  const folds = () => groups().filter((group) => group.localName === "details");
  const anchored = () => {
    const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return { there, group: there && there.closest("[data-mz-group]") };
  };
  const opened = () => (history.state && history.state.open) || [];
  const keepState = (changed, address) => {
    try {
      history.replaceState(Object.assign({}, history.state, changed), "", address);
    } catch (refused) {
      // A page read from a disk has no address of its own.
    }
  };
  const fold = (found) => {
    const whole = found || !narrow.matches || (folds().length < 2 && parts < 2);
    const wanted = opened();
    const { group: asked } = anchored();
    const [first] = form && !wanted.length && !asked ? folds() : [];
    for (const group of folds()) {
      const known = wanted.includes(group.id) || group === asked || group === first;
      group.open = whole || known || "mzOpen" in group.dataset;
    }
  };
  const unfold = () => {
    const { there, group } = anchored();
    if (!group || group.open) return;
    group.open = true;
    there.scrollIntoView();
  };

  // Sorting: all rows in one table, below the heads of the first. A heading is a button.
  const sorted = document.createElement("div");
  let asked = Boolean(history.state && history.state.whole);
  let later = [];
  const rest = document.createElement("button");
  rest.type = "button";
  rest.className = "mz-button mz-rest";
  sorted.hidden = true;
  rest.hidden = true;
  list.before(sorted, rest);
  const headed = (table) => {
    for (const head of table.querySelectorAll("th[data-mz-sort]")) {
      if (head.querySelector("button")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "mz-sort";
      button.append(...head.childNodes);
      head.append(button);
    }
  };
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.hasAttribute("data-sort") ? cell.getAttribute("data-sort") : plain(cell.textContent).trim();
  };
  const compare = (first, second) => {
    const [one, other] = [Number(first), Number(second)];
    if (!Number.isNaN(one) && !Number.isNaN(other)) return one - other;
    return first.localeCompare(second, language, { numeric: true, ignorePunctuation: true });
  };
  const sort = (chosen) => {
    const name = chosen.replace("-", "");
    const heads = [...list.querySelectorAll("thead")].map((head) => head.parentElement);
    const pattern = heads.find((table) => table.querySelector(`th[data-mz-sort="${CSS.escape(name)}"]`));
    list.hidden = Boolean(name && pattern);
    sorted.hidden = !list.hidden;
    rest.hidden = true;
    later = [];
    if (sorted.hidden) {
      for (const row of rows) homes.get(row).append(row);
      return;
    }
    const table = pattern.cloneNode(false);
    table.append(pattern.querySelector("thead").cloneNode(true), document.createElement("tbody"));
    const head = table.querySelector(`th[data-mz-sort="${CSS.escape(name)}"]`);
    const turn = chosen.startsWith("-") ? -1 : 1;
    head.setAttribute("aria-sort", turn > 0 ? "ascending" : "descending");
    const keys = new Map(rows.map((row) => [row, keyOf(row, head.cellIndex)]));
    // What has nothing to sort by stands at the end, whichever way round.
    const inOrder = [...rows].sort((first, second) => {
      const [one, other] = [keys.get(first), keys.get(second)];
      return one === "" || other === "" ? (one === "") - (other === "") : turn * compare(one, other);
    });
    table.tBodies[0].append(...inOrder);
    const shown = inOrder.filter((row) => !row.hidden);
    if (shown.length > MOST && !asked) {
      rest.hidden = false;
      rest.textContent = form.dataset.mzRest.replace("{count}", shown.length.toLocaleString(language));
      later = shown.slice(MOST);
      for (const row of later) row.hidden = true;
    }
    const focused = document.activeElement && document.activeElement.closest("th[data-mz-sort]");
    sorted.textContent = "";
    sorted.append(table);
    if (focused) table.rows[0].cells[focused.cellIndex].querySelector("button").focus();
  };

  // What is chosen, and its way into the address and back.
  const chosen = () => fields.filter((field) => field.value.trim()).map((field) => [field.name, field.value.trim()]);
  const choose = (name, value) => {
    const field = form.elements[name];
    if (name === "sort" && ![...field.options].some((option) => option.value === value)) {
      const head = list.querySelector(`th[data-mz-sort="${CSS.escape(value.replace("-", ""))}"]`);
      if (head) field.append(new Option(`${head.textContent} ${value.startsWith("-") ? "▼" : "▲"}`, value));
    }
    field.value = value;
    if (field.selectedIndex < 0) field.value = "";
  };
  const recall = () => {
    const asked = new URLSearchParams(location.search);
    for (const field of fields) choose(field.name, asked.get(field.name) || "");
  };
  const keep = () => {
    const query = new URLSearchParams(chosen()).toString();
    keepState({}, `${location.pathname}${query && "?"}${query}${location.hash}`);
    // The same list in another language.
    for (const link of document.querySelectorAll("a[hreflang]")) link.search = query;
  };

  // The other parts of a divided list.
  const parts = Number(list.dataset.mzList);
  let gathered = parts < 2;
  let missing = false;
  const within = async (number) => {
    const address = new URL(`part_${number}/`, location.href).href;
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const link of page.querySelectorAll("[data-mz-list] a")) {
      link.href = new URL(link.getAttribute("href"), address).href;
    }
    return [...page.querySelectorAll("[data-mz-list] [data-mz-group]")];
  };
  const gather = async () => {
    gathered = true;
    told.textContent = form.dataset.mzGathering;
    try {
      const others = await Promise.all(Array.from({ length: parts - 1 }, (_, number) => within(number + 2)));
      sort("");
      for (const group of [].concat(...others)) {
        const here = document.getElementById(group.id);
        if (here) here.querySelector("tbody").append(...group.querySelectorAll("tbody > tr"));
        else list.append(group);
      }
      for (const way of document.querySelectorAll(".mz-parts, .mz-steps")) way.hidden = true;
      for (const link of document.querySelectorAll(".mz-jump a")) link.href = link.hash;
      list.querySelectorAll("table").forEach(headed);
      know();
    } catch (failed) {
      missing = true;
    }
    apply();
  };

  const all = (group) => group.querySelectorAll("tbody > tr").length;
  const hits = (group) => group.querySelectorAll("tbody > tr:not([hidden])").length;
  // What is counted stands in brackets, as a name may end with a number.
  const aside = (counted) => form.dataset.mzAside.replace("{text}", counted);
  // A group says how much of it fits, where not all of it does.
  const heads = new Map();
  const headings = () => {
    for (const group of groups()) {
      const counts = group.querySelector("summary > .mz-sub");
      if (!counts) continue;
      if (!heads.has(group)) heads.set(group, counts.textContent);
      const [shown, total] = [hits(group), all(group)];
      const some = form.dataset.mzSome.replace("{count}", shown.toLocaleString(language)).replace("{total}", total.toLocaleString(language));
      counts.textContent = shown < total ? aside(some) : heads.get(group);
    }
  };
  // The table of contents says so too, and leaves out what has nothing that does.
  const totals = new Map();
  const counted = (found) => {
    for (const link of document.querySelectorAll(".mz-jump a")) {
      const entry = link.parentElement;
      const number = entry.querySelector(".mz-number");
      if (!totals.has(entry)) totals.set(entry, number.textContent);
      const group = found && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const count = group ? hits(group) : 0;
      entry.hidden = Boolean(found) && !count;
      number.textContent = found ? aside(count.toLocaleString(language)) : totals.get(entry);
    }
  };

  const apply = () => {
    const wanted = chosen().filter(([name]) => name !== "sort");
    if ((wanted.length || order.value) && !gathered) {
      gather();
      return;
    }
    const fits = (row) =>
      wanted.every(([name, value]) =>
        name === "words"
          ? plain(value).split(/\s+/).every((word) => words.get(row).includes(word))
          : valueOf(row, name).split(" ").includes(value),
      );
    sort("");
    let count = 0;
    for (const row of rows) {
      row.hidden = !fits(row);
      count += row.hidden ? 0 : 1;
    }
    for (const group of groups()) group.hidden = !group.querySelector("tbody > tr:not([hidden])");
    fold(wanted.length > 0);
    counted(wanted.length > 0);
    headings();
    clear.hidden = !wanted.length && !order.value;
    sort(order.value);
    for (const contents of document.querySelectorAll(".mz-jump")) contents.hidden = list.hidden;
    const total = missing || parts < 2 ? rows.length : Number(list.dataset.mzTotal);
    const said = form.dataset.mzFilters.replace("{count}", String(count)).replace("{total}", String(total));
    // Of a list in parts, what stands below says how much of it this is.
    const whole = gathered ? said : "";
    told.textContent = missing ? `${said} ${form.dataset.mzMissing}` : whole;
  };

  know();
  fold(false);
  if (form) {
    list.querySelectorAll("table").forEach(headed);
    form.addEventListener("input", () => {
      keep();
      apply();
    });
    form.addEventListener("reset", () =>
      setTimeout(() => {
        asked = false;
        keepState({ whole: asked }, location.href);
        keep();
        apply();
        // The link goes away; a list of choices opens no keyboard on a phone.
        order.focus();
      }),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    rest.addEventListener("click", () => {
      const [next] = later;
      asked = true;
      keepState({ whole: asked }, location.href);
      apply();
      next.querySelector("a").focus();
    });
    const restore = () => {
      recall();
      keep();
      apply();
    };
    restore();
    // A browser that goes back fills the form in by itself, and later than this; or shows the page as it was left.
    addEventListener("pageshow", (event) => event.persisted || restore());
    for (const place of [list, sorted]) {
      place.addEventListener("click", (event) => {
        const head = event.target.closest(".mz-sort") && event.target.closest("th");
        if (!head) return;
        // The first click sorts as the list of orders offers it, the next the other way round.
        const name = head.dataset.mzSort;
        const offered = [...order.options].map((option) => option.value).find((value) => value.endsWith(name)) || name;
        const other = offered.startsWith("-") ? name : `-${name}`;
        choose("sort", order.value === offered ? other : offered);
        keep();
        apply();
      });
    }
  }
  if (anchored().group) anchored().there.scrollIntoView();
  addEventListener("hashchange", unfold);
  list.addEventListener("click", (event) => {
    if (!event.target.closest("summary")) return;
    // The group opens or closes after the click.
    setTimeout(() => {
      const open = folds().filter((group) => group.open && narrow.matches);
      keepState({ open: open.map((group) => group.id) }, location.href);
    });
  });
  addEventListener("beforeprint", () => {
    for (const group of folds()) group.open = true;
    for (const row of later) row.hidden = false;
  });
  addEventListener("afterprint", () => (form ? apply() : fold(false)));
})();
