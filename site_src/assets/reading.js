// How the page reads, as the reader chose it, kept on this computer only: text size, contrast, light or dark. Loaded
// in the head, so that nothing jumps: what needs JavaScript is shown from the start where there is some.
(() => {
  const root = document.documentElement;
  const SIZES = ["", "large", "larger"];
  const night = matchMedia("(prefers-color-scheme: dark)");
  const read = (name) => {
    try {
      return localStorage.getItem(`mz-${name}`) || "";
    } catch (_) {
      return "";
    }
  };
  const keep = (name, value) => {
    try {
      localStorage.setItem(`mz-${name}`, value);
    } catch (_) {
      // Without storage the choice lasts for this page.
    }
  };
  const set = (name, value) => (value ? root.setAttribute(name, value) : root.removeAttribute(name));
  const dark = () => (read("scheme") || (night.matches ? "slate" : "default")) === "slate";
  const paint = () => root.setAttribute("data-md-color-scheme", dark() ? "slate" : "default");

  root.setAttribute("data-mz-script", "");
  // Where a search is asked for, there is room for what it finds before it is found.
  if (/[?&]q=[^&]/.test(location.search)) root.setAttribute("data-mz-asked", "");
  set("data-mz-size", SIZES.includes(read("size")) ? read("size") : "");
  set("data-mz-contrast", read("contrast") === "high" ? "high" : "");
  paint();

  document.addEventListener("DOMContentLoaded", () => {
    // On paper a page names its address; where the site does not know its own, it is the one at which it is read.
    const printed = document.querySelector("[data-mz-address]");
    if (printed && location.protocol.startsWith("http")) printed.textContent = ` · ${location.origin}${location.pathname}`;
    const button = (name) => document.querySelector(`[data-mz-${name}-button]`);
    const show = () => {
      button("contrast").setAttribute("aria-pressed", String(root.dataset.mzContrast === "high"));
      button("scheme").setAttribute("aria-pressed", String(root.dataset.mdColorScheme === "slate"));
    };
    const choose = (name, value, apply) => {
      keep(name, value);
      apply(value);
      show();
    };
    button("size").addEventListener("click", () => {
      const next = SIZES[(SIZES.indexOf(root.dataset.mzSize || "") + 1) % SIZES.length];
      choose("size", next, (value) => set("data-mz-size", value));
    });
    button("contrast").addEventListener("click", () => {
      const next = root.dataset.mzContrast === "high" ? "" : "high";
      choose("contrast", next, (value) => set("data-mz-contrast", value));
    });
    button("scheme").addEventListener("click", () => {
      const next = root.dataset.mdColorScheme === "slate" ? "default" : "slate";
      choose("scheme", next, (value) => root.setAttribute("data-md-color-scheme", value));
    });
    night.addEventListener("change", () => {
      paint();
      show();
    });
    show();
    // A menu that is left is closed, as elsewhere.
    const menu = document.querySelector(".mz-menu");
    document.addEventListener("click", ({ target }) => menu.contains(target) || menu.removeAttribute("open"));
    menu.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape") return;
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });
})();
