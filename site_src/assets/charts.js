// Turns a drawing into an interactive chart when a reader asks for it. The program that draws it is loaded only then
// (engine.js); nothing is asked of another host.
(() => {
  // With `ast` expressions are gone through and not compiled: the policy of the site lets no text become a script.
  const QUIET = { actions: false, renderer: "svg", defaultStyle: false, ast: true, tooltip: { disableDefaultStyle: true } };
  const VARIABLE = /^var\((--mz-[\w-]+)\)$/;

  const offer = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  for (const figure of document.querySelectorAll("[data-mz-chart]")) {
    const words = figure.dataset;
    const { mzChart: file, engine, name } = words;
    const find = (selector) => figure.querySelector(selector);
    const [open, saves, status] = [find("[data-mz-open]"), find("[data-mz-saves]"), find("[role=status]")];
    let embed;
    let chart;

    // On the page colours stay variables and follow the scheme; away from it they must be colours.
    const coloured = () => {
      const style = getComputedStyle(figure);
      return JSON.parse(JSON.stringify(chart), (_, value) => {
        const variable = typeof value === "string" && VARIABLE.exec(value);
        return variable ? style.getPropertyValue(variable[1]).trim() : value;
      });
    };

    const show = async () => {
      const address = (path) => new URL(path, document.baseURI).href;
      const load = async () => {
        const answer = await fetch(address(file));
        if (!answer.ok) throw new Error(answer.statusText);
        return answer.json();
      };
      [{ embed }, chart] = await Promise.all([window.mzEngine(address(engine)), load()]);
      // The page has the title and the caption already.
      const rest = Object.assign({}, chart);
      delete rest.title;
      delete rest.padding;
      figure.classList.add("mz-figure--open");
      // The parts of a whole have a row each, and so have bodies; anything else takes what room the window has.
      if (typeof rest.height === "number" && !(rest.usermeta && rest.usermeta.rows)) rest.height = Math.round(Math.max(rest.height, Math.min(460, innerHeight * 0.55)));
      const place = document.createElement("div");
      place.className = "mz-figure__chart";
      const drawing = find("[data-mz-drawing]");
      drawing.after(place);
      try {
        await embed(place, Object.assign(rest, { width: "container", autosize: { type: "fit-x", contains: "padding" } }), QUIET);
        // A tap is a look as well.
        place.addEventListener("click", (event) => event.target.dispatchEvent(new PointerEvent("pointermove", event)));
        // Marks have no names; the place has one, and the tables say what they show.
        place.querySelector("svg").setAttribute("aria-hidden", "true");
        drawing.remove();
      } catch (error) {
        figure.classList.remove("mz-figure--open");
        place.remove();
        throw error;
      }
    };

    const picture = async (kind) => {
      const { view, finalize } = await embed(document.createElement("div"), coloured(), QUIET);
      try {
        if (kind === "svg") return new Blob([await view.toSVG()], { type: "image/svg+xml" });
        const canvas = await view.toCanvas(4);
        return await new Promise((done) => canvas.toBlob(done, "image/png"));
      } finally {
        finalize();
      }
    };

    open.addEventListener("click", async () => {
      open.disabled = true;
      status.textContent = words.opening;
      try {
        await show();
      } catch (_) {
        open.disabled = false;
        status.textContent = words.failed;
        return;
      }
      saves.hidden = false;
      open.hidden = true;
      saves.querySelector("button").focus({ preventScroll: true });
      const { top, bottom } = figure.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) figure.scrollIntoView({ block: "start" });
      status.textContent = words.opened;
    });

    saves.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-mz-save]");
      const kind = button && button.dataset.mzSave;
      if (!kind) return;
      const text = () => new Blob([JSON.stringify(coloured(), null, 2)], { type: "application/json" });
      offer(kind === "vl.json" ? text() : await picture(kind), `${name}.${kind}`);
    });
  }
})();
