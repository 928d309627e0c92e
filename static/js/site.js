// The theme switch, the reader's place in the contents, copied links, Escape for a ticker's name, the begin of a search.
// Loaded before the first paint so that the chosen theme does not flash. Every page is whole without it, and each part
// without the others: what a page or a browser does not have is left out.
(() => {
  const root = document.documentElement;
  root.classList.add("script");
  const remembered = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const remember = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* storage is blocked or full */ } };

  const chosen = remembered();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  function themeSwitch(button) {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const show = () => button.setAttribute("aria-pressed", String(dark()));
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      remember(root.dataset.theme);
      show();
    });
    system.addEventListener("change", show);
    show();
    button.hidden = false;
  }

  function contents(nav) {
    const wide = matchMedia("(min-width: 60rem)");
    const details = nav.querySelector("details");
    const fold = () => { details.open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();
    if (!("IntersectionObserver" in window)) return;

    const links = new Map();
    for (const link of nav.querySelectorAll("a")) {
      const heading = document.getElementById(link.getAttribute("href").slice(1));
      if (heading) links.set(heading, link);
    }
    // A heading is where the reader is once it has come into the upper third of the window.
    const mark = new IntersectionObserver((entries) => {
      const here = entries.filter((entry) => entry.isIntersecting).pop();
      if (!here) return;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(here.target).setAttribute("aria-current", "true");
    }, { rootMargin: "0px 0px -66%" });
    for (const heading of links.keys()) mark.observe(heading);
  }

  // The link still leads to its story; its address is copied besides, where the browser lets a page do so.
  let fading;
  async function copy(link, status) {
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return;
    }
    status.textContent = status.dataset.copied;
    clearTimeout(fading);
    fading = setTimeout(() => { status.textContent = ""; }, 2000);
  }

  // The search page's own script is fetched once a search is begun, and where it did not come, when the form is next
  // turned to: at another address then, for browsers remember what failed.
  function searching(form) {
    let tries = 0;
    const begin = async () => {
      try {
        await import(form.dataset.script + (tries ? `?${tries}` : ""));
      } catch {
        const found = document.getElementById("sg-found");
        found.textContent = found.dataset.failed;
        document.getElementById("sg-plain").classList.add("needed");
        tries += 1;
        wait();
      }
    };
    const wait = () => form.addEventListener("focusin", begin, { once: true });
    if (location.search) begin();
    else wait();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("sg-search");
    if (form) searching(form);
    const button = document.getElementById("sg-theme");
    if (button) themeSwitch(button);
    const nav = document.querySelector("nav.toc");
    if (nav?.querySelector("details")) contents(nav);
    const status = document.getElementById("sg-status");
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a.anchor");
      if (link && status) copy(link, status);
    });
    // WCAG 2.2, 1.4.13: what appears on hover or focus can be dismissed without moving either.
    document.addEventListener("keydown", (event) => root.classList.toggle("quiet", event.key === "Escape"));
    document.addEventListener("pointerover", () => root.classList.remove("quiet"));
  });
})();
