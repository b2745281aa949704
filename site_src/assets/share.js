// Hands the address of a page on: to what the reader's device offers, or into the clipboard. Without this script the
// address stands there as text.
(() => {
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (_) {
      // Where the page did not come over a secure connection there is only the old way.
      const field = document.createElement("textarea");
      field.value = text;
      field.setAttribute("aria-hidden", "true");
      field.style.position = "fixed";
      field.style.opacity = "0";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  };

  for (const place of document.querySelectorAll("[data-mz-share]")) {
    const { mzShare, copied: said, failed } = place.dataset;
    const [send, copy, status] = ["[data-mz-send]", "[data-mz-copy]", "[role=status]"].map((name) => place.querySelector(name));
    const url = mzShare || location.href.split("#")[0];
    send.hidden = !navigator.share;
    send.addEventListener("click", async () => {
      try {
        await navigator.share({ title: document.title, url });
      } catch (error) {
        // Whoever thought better of it needs no word.
        if (error.name !== "AbortError") status.textContent = failed;
      }
    });
    copy.addEventListener("click", async () => {
      const done = await copied(url);
      copy.focus();
      status.textContent = done ? said : failed;
    });
  }
})();
