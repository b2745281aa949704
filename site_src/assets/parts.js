// An address with an anchor goes on to lead to its thing where the list was divided since: the first part looks for it
// in those that follow. Links within the site lead to the right part by themselves.
(async () => {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name || document.getElementById(name)) return;
  let page = document;
  let address = location.href;
  for (;;) {
    const link = page.querySelector(".mz-steps a[rel=next]");
    const next = link && link.getAttribute("href");
    if (!next) return;
    address = new URL(next, address).href;
    const answer = await fetch(address);
    if (!answer.ok) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.getElementById(name)) return location.replace(`${address}#${encodeURIComponent(name)}`);
  }
})();
