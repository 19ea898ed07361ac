/* Light or dark: the visitor's choice if there is one, else the system's. Runs before the page is drawn. */
(function () {
  const KEY = "theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return localStorage.getItem(KEY); } catch { return null; }
  }
  function current() {
    return chosen() || (system.matches ? "dark" : "light");
  }
  function toggle() {
    const next = current() === "dark" ? "light" : "dark";
    try { localStorage.setItem(KEY, next); } catch { /* private windows may refuse: the choice then lasts one page */ }
    document.documentElement.dataset.theme = next;
  }
  window.pageTheme = { toggle };
  document.documentElement.dataset.theme = current();
})();
