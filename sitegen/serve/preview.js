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
      fetch(problems)
        .then((answer) => answer.text())
        .then((html) => {
          panel().querySelector("div").innerHTML = html;
        });
      return true;
    }
  };

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && panel()?.querySelector("details[open]");
    if (open) open.open = false;
  });
})();
