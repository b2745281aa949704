// Loads the program that draws charts, from this site, when it is first asked for: 300 kB that few readers need. Browsers
// that cannot read it tell so by not knowing it afterwards.
(() => {
  const asked = new Map();
  const load = (address) =>
    new Promise((take, fail) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => (window.mzVega ? take(window.mzVega) : fail(new Error(address)));
      script.onerror = () => fail(new Error(address));
      document.head.append(script);
    });

  window.mzEngine = (address) => {
    if (!asked.has(address)) {
      // What failed may be asked for again.
      asked.set(address, load(address).catch((error) => asked.delete(address) && Promise.reject(error)));
    }
    return asked.get(address);
  };
})();
