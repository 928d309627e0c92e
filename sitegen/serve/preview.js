// What livereload does not do in a preview: it shows what is wrong over the page, and takes it away when it is mended.
// Loaded before livereload.js, which takes every `LiveReloadPlugin…` of the window.
(() => {
  const { read, problems } = document.currentScript.dataset;
  const panel = () => document.querySelector("sitegen-problems")?.shadowRoot;

  window.LiveReloadPluginSitegen = class {
    static identifier = "sitegen";
    static version = "1.0";

    analyze() {
      return { read: Number(read) };
    }

    reload(path) {
      if (path !== problems) return false;
      const asked = new XMLHttpRequest(); // which reads HTML where a page may not (require-trusted-types-for)
      asked.open("GET", problems);
      asked.responseType = "document";
      asked.onload = () => panel().querySelector("div").replaceChildren(...(asked.response?.body.childNodes ?? []));
      asked.send();
      return true;
    }
  };

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && panel()?.querySelector("details[open]");
    if (open) open.open = false;
  });
})();
