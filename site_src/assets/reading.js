// Text size and contrast as the reader chose them, kept on this computer only. Loaded in the head, so that nothing
// jumps: what needs JavaScript is shown from the start where there is some.
(() => {
  const root = document.documentElement;
  root.setAttribute("data-mz-script", "");
  const SIZES = ["", "large", "larger"];
  const read = (name) => {
    try {
      return localStorage.getItem(`mz-${name}`) ?? "";
    } catch {
      return "";
    }
  };
  const keep = (name, value) => {
    try {
      localStorage.setItem(`mz-${name}`, value);
    } catch {
      // Without storage the choice lasts for this page.
    }
  };
  const set = (name, value) => (value ? root.setAttribute(`data-mz-${name}`, value) : root.removeAttribute(`data-mz-${name}`));
  set("size", SIZES.includes(read("size")) ? read("size") : "");
  set("contrast", read("contrast") === "high" ? "high" : "");
  document.addEventListener("DOMContentLoaded", () => {
    const size = document.querySelector("[data-mz-size-button]");
    const contrast = document.querySelector("[data-mz-contrast-button]");
    if (!size || !contrast) return;
    const show = () => contrast.setAttribute("aria-pressed", String(root.dataset.mzContrast === "high"));
    size.addEventListener("click", () => {
      const next = SIZES[(SIZES.indexOf(root.dataset.mzSize ?? "") + 1) % SIZES.length];
      set("size", next);
      keep("size", next);
    });
    contrast.addEventListener("click", () => {
      const next = root.dataset.mzContrast === "high" ? "" : "high";
      set("contrast", next);
      keep("contrast", next);
      show();
    });
    show();
  });
})();
