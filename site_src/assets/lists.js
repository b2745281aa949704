// Filters and sorts lists that are complete without it: rows that do not fit are hidden, headings without rows too.
(() => {
  const items = [...document.querySelectorAll("[data-mz-item]")];
  for (const form of document.querySelectorAll("[data-mz-filters]")) {
    const fields = [...form.querySelectorAll("select, input")];
    const told = form.querySelector("[data-mz-count]");
    const groups = [...document.querySelectorAll("[data-mz-group]")];
    const apply = () => {
      const wanted = fields.map((field) => [field.name, field.value.trim().toLowerCase()]).filter(([, value]) => value);
      const fits = (item) =>
        wanted.every(([name, value]) =>
          name === "words"
            ? item.textContent.toLowerCase().includes(value)
            : (item.getAttribute(`data-${name}`) ?? "").split(" ").includes(value),
        );
      let count = 0;
      for (const item of items) {
        item.hidden = !fits(item);
        count += item.hidden ? 0 : 1;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-mz-item]:not([hidden])");
      told.textContent = wanted.length ? form.dataset.mzFilters.replace("{count}", String(count)) : "";
    };
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    if (fields.some((field) => field.value)) apply();
  }

  // A click on a heading sorts its table by that column, a second click the other way round.
  for (const head of document.querySelectorAll("th[data-mz-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mz-sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const column = head.cellIndex;
      const down = head.getAttribute("aria-sort") === "ascending";
      const body = head.closest("table").tBodies[0];
      const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
      const rows = [...body.rows].sort((one, other) => {
        const [first, second] = [key(one), key(other)];
        const order = first !== "" && second !== "" && !Number.isNaN(Number(first)) && !Number.isNaN(Number(second))
          ? Number(first) - Number(second)
          : first.localeCompare(second, document.documentElement.lang);
        return down ? -order : order;
      });
      body.append(...rows);
      for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
    });
  }
})();
