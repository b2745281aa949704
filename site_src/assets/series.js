// Lets a reader pick among the many series of an indicator: by what they are broken down, values, years, and which of
// them are drawn. The choice stands in the address. Everything is loaded when that part of the page is opened, from
// this site. In the file a name is one text, or one for each language; numbers point into its lists.
(() => {
  const LINES = 6;
  const LISTED = 200;
  const PERIODS = 400;
  const TICKS = 5;
  const DOTS = 60;
  // So many numbers have room above each other at the ends of lines, and so many beside each other on a phone.
  const ROWS = 14;
  const COLUMNS = 3;
  const OWN = ["by", "from", "to", "draw"];
  const NONE = "-";
  const language = document.documentElement.lang;
  const address = (path) => new URL(path, document.baseURI).href;
  const make = (tag, attributes, ...content) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...content);
    return element;
  };
  const empty = (element, ...content) => {
    while (element.firstChild) element.firstChild.remove();
    element.append(...content);
  };
  const flat = (lists) => [].concat(...lists);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

  // The round values of a scale that holds the least and the greatest, as generator/publishing/charts/axes.py has them.
  const round = (least, greatest) => {
    const wide = greatest - least || Math.abs(greatest) || 1;
    const size = 10 ** Math.floor(Math.log10(wide / TICKS));
    const step = size * [1, 2, 2.5, 5, 10].find((times) => times * size * TICKS >= wide * (1 - 1e-9));
    const first = Math.floor(least / step + 1e-9);
    const last = Math.max(Math.ceil(greatest / step - 1e-9), first + 1);
    return Array.from({ length: last - first + 1 }, (_, number) => Number(((first + number) * step).toPrecision(12)));
  };

  const load = async (path) => {
    const answer = await fetch(address(path));
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };

  const read = (file, tongue) => {
    const spoken = (name) => (typeof name === "string" ? name : name[tongue]);
    const columns = file.columns.map(([id, name, codes]) => ({ id, name: spoken(name), codes }));
    const times = file.times.map(([day, name]) => ({ day, name: spoken(name) }));
    const forms = file.forms.map(([words, drawn]) => ({ words: spoken(words), drawn }));
    const documents = file.documents.map(([id, name]) => ({ id, name: spoken(name) }));
    const at = (list, position) => (Array.isArray(list) ? list[position] : list);
    return {
      columns,
      series: file.series.map(([pairs, when, values, told, cited]) => {
        const of = [];
        for (let position = 0; position < pairs.length; position += 2) {
          const column = columns[pairs[position]];
          const [code, name] = column.codes[pairs[position + 1]];
          of.push({ column: column.id, title: column.name, code, name: spoken(name) });
        }
        return {
          of,
          by: of.map(({ column }) => column).join("."),
          id: of.map(({ code }) => code).join(".") || "whole",
          rows: values.map((value, position) => ({
            value,
            time: times[when[position]],
            form: forms[at(told, position)],
            document: documents[at(cited, position)],
          })),
        };
      }),
    };
  };

  const start = (details) => {
    const { mzSeries: path, form: shape, engine, documents, great, tongue } = details.dataset;
    const words = JSON.parse(details.dataset.words);
    const [form, status, place] = ["form", "[role=status]", "[data-mz-picked]"].map((selector) => details.querySelector(selector));
    const digits = new Intl.NumberFormat(language, { maximumFractionDigits: 12 });
    const greats = JSON.parse(great);
    let data;
    let drawer;
    let blank;
    let finalize;
    let choice = {};
    let turn = 0;

    // As on the page: a great number is written short where that loses nothing beyond the second decimal.
    const number = (value) => {
      for (const [size, word] of greats) {
        const short = Number(value) / size;
        if (Math.abs(short) >= 1 && Number(short.toFixed(2)) * size === Number(value)) return digits.format(short) + word;
      }
      return digits.format(value);
    };
    const told = ({ value, form: { words: text } }) => fill(text, { value: value === "" ? "" : number(value) });
    const last = ({ rows }) => [...rows].reverse().find((row) => row.form.drawn) || rows[rows.length - 1];
    const year = ({ time }) => time.day.slice(0, 4);

    const breakdowns = () => [...new Set(data.series.map(({ by }) => by))].filter(Boolean);
    const inBreakdown = (by) => data.series.filter((series) => series.by === by);
    const codesOf = (by) =>
      by.split(".").map((id, position) => {
        const { name } = data.columns.find((column) => column.id === id);
        return { field: `of-${id}`, name, values: new Map(inBreakdown(by).map(({ of }) => [of[position].code, of[position].name])) };
      });

    // What a choice comes to: what does not exist is as if it had not been said.
    const picked = () => {
      const by = breakdowns().includes(choice.by) ? choice.by : breakdowns()[0];
      const asked = codesOf(by).map(({ field, values }) => (values.has(choice[field]) ? choice[field] : ""));
      const parts = inBreakdown(by).filter(({ of }) => of.every(({ code }, position) => !asked[position] || asked[position] === code));
      const fits = [...data.series.filter((series) => !series.by), ...parts];
      const wanted = choice.draw ? choice.draw.split(",") : fits.map(({ id }) => id);
      const drawn = fits.filter(({ id }) => wanted.includes(id)).slice(0, LINES);
      const years = [...new Set(flat(fits.map(({ rows }) => rows.map(year))))].sort();
      const from = years.includes(choice.from) ? choice.from : years[0];
      const to = years.includes(choice.to) ? choice.to : years[years.length - 1];
      // What all series of the breakdown are of is not said with each of them.
      const telling = codesOf(by).map(({ values }) => values.size > 1);
      const named = (series) => series.of.filter((_, position) => telling[position] || !telling.includes(true)).map(({ name }) => name).join(" · ") || words.whole;
      return { by, asked, fits, drawn, years, from, to, named };
    };

    const select = (name, title, options, value) => {
      const field = make("select", { name });
      for (const [code, text] of options) {
        const option = make("option", { value: code }, text);
        option.selected = code === value;
        field.append(option);
      }
      return make("label", {}, title, field);
    };

    const fields = ({ by, asked, years, from, to }) => {
      const focused = form.contains(document.activeElement) ? document.activeElement.name : "";
      const named = breakdowns().map((id) => [id, codesOf(id).map(({ name }) => name).join(" × ")]);
      const narrowing = codesOf(by).map(({ field, name, values }, position) =>
        select(field, name, [["", fill(words.all_of, { column: name })], ...values], asked[position]),
      );
      empty(
        form,
        select("by", words.by, named, by),
        ...narrowing.filter((label) => label.querySelectorAll("option").length > 2),
        select("from", words.from, years.map((one) => [one, one]), from),
        select("to", words.until, years.map((one) => [one, one]), to),
      );
      const field = focused && form.elements.namedItem(focused);
      if (field) field.focus();
    };

    // A table may be long and wide: it scrolls by itself, by the keyboard too.
    const table = (caption, heads, rows) =>
      make(
        "div",
        { class: "mz-scroll", tabindex: "0", role: "region", "aria-label": caption },
        make(
          "table",
          { class: "mz-table" },
          make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, ...[].concat(head))))),
          make("tbody", {}, ...rows),
        ),
      );

    const line = (number) => make("span", { class: `mz-line mz-line--${number}` }, number ? String(number) : "");

    const listed = ({ fits, drawn, named }) => {
      const rows = fits.slice(0, LISTED).map((series) => {
        const row = last(series);
        const box = make("input", { type: "checkbox", value: series.id });
        box.checked = drawn.includes(series);
        box.disabled = !box.checked && drawn.length >= LINES;
        const head = make("th", { scope: "row" }, make("label", {}, box, " ", line(drawn.indexOf(series) + 1), " ", named(series)));
        return make("tr", {}, head, make("td", {}, told(row), make("span", { class: "mz-sub" }, row.time.name)));
      });
      const left = fits.length - rows.length;
      return [
        table(words.draw, [words.draw, words.drawn], rows),
        ...(left > 0 ? [make("p", { class: "mz-sub" }, fill(words.narrow, { listed: rows.length, left }))] : []),
      ];
    };

    const within = ({ from, to }, series) => series.rows.filter((row) => year(row) >= from && year(row) <= to);

    const values = (view) => {
      const times = new Map();
      view.drawn.forEach((series, position) => {
        for (const row of within(view, series)) {
          const key = `${row.time.day} ${row.time.name}`;
          if (!times.has(key)) times.set(key, { name: row.time.name, cells: [] });
          times.get(key).cells[position] = told(row);
        }
      });
      const all = [...times].sort(([one], [other]) => (one < other ? 1 : -1)).map(([, time]) => time);
      const heads = view.drawn.map((series, position) => [line(position + 1), make("span", { class: "mz-visually-hidden" }, ` ${view.named(series)}`)]);
      const rows = all.slice(0, PERIODS).map(({ name, cells }) =>
        make("tr", {}, make("th", { scope: "row" }, name), ...heads.map((_, position) => make("td", {}, cells[position] || "–"))),
      );
      const cited = [...new Map(flat(view.drawn.map((series) => within(view, series).map((row) => [row.document.id, row.document.name]))))];
      const sources = cited.slice(0, LINES).map(([id, name]) => make("a", { href: `${documents}${encodeURIComponent(id)}/` }, name));
      return [
        table(words.values, [words.period, ...heads], rows),
        ...(all.length > rows.length ? [make("p", { class: "mz-sub" }, fill(words.gone, { left: all.length - rows.length }))] : []),
        make("p", { class: "mz-sub" }, words.sources, ...flat(sources.map((link) => [" ", link]))),
      ];
    };

    // The numbers at the ends of lines. Where they would stand on each other they stand beside each other, that of the highest line first.
    const numbered = (points, height, breadth) => {
      const ends = [];
      const apart = (one, other) => Math.abs(one - other);
      for (const point of [...points].sort((one, other) => other.value - one.value)) {
        const near = ends.find(({ value, day }) => apart(value, point.value) <= height / ROWS && apart(Date.parse(day), Date.parse(point.day)) <= breadth / COLUMNS);
        if (near) {
          near.label += ` · ${point.line}`;
          near.tip += `\n\n${point.tip}`;
        } else {
          ends.push(Object.assign({ label: String(point.line), first: false, above: true }, point));
        }
      }
      return ends;
    };

    // A form with the rows of a choice; what has no rows is left out, since there is nothing to scale.
    const specification = (view) => {
      const lines = view.drawn.map((series, position) =>
        within(view, series)
          .filter((row) => row.form.drawn)
          .map((row) => ({ line: position + 1, day: row.time.day, value: Number(row.value), tip: `${view.named(series)}\n${row.time.name}\n${told(row)}` })),
      );
      const points = flat(lines);
      const numbers = points.map(({ value }) => value);
      const far = Math.min(...numbers) > 0 && Math.max(...numbers) < 2 * Math.min(...numbers);
      const dots = flat(lines.filter((line) => line.length <= DOTS));
      const places = round(far ? Math.min(...numbers) : Math.min(0, ...numbers), far ? Math.max(...numbers) : Math.max(0, ...numbers));
      const days = [...new Set(points.map(({ day }) => day))].sort();
      const ends = numbered(flat(lines.map((line) => line.slice(-1))), places[places.length - 1] - places[0], Date.parse(days[days.length - 1]) - Date.parse(days[0]));
      const datasets = { points, dots, ends, unit: [] };
      const step = Math.max(1, Math.ceil(days.length / TICKS));
      const ticks = days.filter((_, position) => (days.length - 1 - position) % step === 0).map((day) => Date.parse(day));
      const axes = { ticks, yearly: days.every((day) => day.endsWith("-12-31")), places, names: places.map(number), low: places[0], high: places[places.length - 1] };
      const params = Object.entries(axes).map(([name, value]) => ({ name, value }));
      const layer = blank.layer.filter(({ data: { name } = blank.data }) => datasets[name].length);
      const size = { width: "container", height: 260, autosize: { type: "fit-x", contains: "padding" } };
      return { far, chart: points.length ? Object.assign({}, blank, { layer, datasets, params }, size) : null };
    };

    const draw = async () => {
      turn += 1;
      const own = turn;
      const view = picked();
      fields(view);
      const { far, chart } = specification(view);
      const figure = make("div", { class: "mz-figure__chart" });
      const focused = place.contains(document.activeElement) ? document.activeElement.value : undefined;
      empty(place, figure, ...(far ? [make("p", { class: "mz-sub" }, words.not_from_zero)] : []), ...listed(view), ...values(view));
      const box = [...place.querySelectorAll("input")].find(({ value }) => value === focused);
      if (box) box.focus();
      status.textContent = fill(words.told, { all: view.fits.length, drawn: view.drawn.length, most: LINES });
      if (finalize) finalize();
      finalize = undefined;
      if (!chart) return;
      const shown = await drawer(figure, chart, { actions: false, renderer: "svg", defaultStyle: false, ast: true, tooltip: { disableDefaultStyle: true } });
      if (own !== turn) {
        shown.finalize();
        return;
      }
      finalize = shown.finalize;
      // Marks have no names; the tables below say what they show.
      figure.querySelector("svg").setAttribute("aria-hidden", "true");
    };

    const remember = () => {
      const query = new URLSearchParams(Object.entries(choice).filter(([, value]) => value).sort());
      history.pushState(null, "", `?${query}#series`);
    };
    const recall = () => {
      choice = {};
      for (const [name, value] of new URLSearchParams(location.search)) choice[name] = value;
    };

    const open = async () => {
      if (data) return;
      status.textContent = words.opening;
      try {
        const [program, file, drawn] = await Promise.all([window.mzEngine(address(engine)), load(path), load(shape)]);
        drawer = program.embed;
        blank = drawn;
        data = read(file, tongue);
        form.hidden = false;
        place.hidden = false;
        await draw();
      } catch (_) {
        data = undefined;
        status.textContent = words.failed;
      }
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    const choose = (changed) => {
      choice = Object.assign({}, choice, { by: picked().by }, changed);
      remember();
      draw();
    };
    form.addEventListener("change", ({ target: { name, value } }) => {
      // Another breakdown has other values; other values fit other series.
      if (name === "by") choice = { from: choice.from, to: choice.to };
      choose(OWN.includes(name) ? { [name]: value } : { [name]: value, draw: "" });
    });
    place.addEventListener("change", ({ target: { value, checked } }) => {
      const others = picked().drawn.map(({ id }) => id).filter((id) => id !== value);
      choose({ draw: (checked ? [...others, value] : others).join(",") || NONE });
    });
    details.addEventListener("toggle", () => details.open && open());
    addEventListener("popstate", () => {
      recall();
      if (data) draw();
    });
    recall();
    if (choice.by) {
      const around = details.parentElement.closest("details");
      if (around) around.open = true;
      details.open = true;
    }
  };

  for (const details of document.querySelectorAll("[data-mz-series]")) start(details);
})();
