/* The table behind a panel: its rows, and what draws the grid, are fetched only when one is opened. */
(function () {
  const GRID = "table-grid";
  const WAITING = "The rows are on their way…";
  const FAILED = "The table could not be loaded. Close it and try again.";
  let library = null;
  let asked = 0;

  const element = (id) => document.getElementById(id);
  const show = (children) => window.dash_clientside.set_props("table-rows", { children });

  function loadGrid(address) {
    library = library || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => { library = null; reject(new Error("the grid could not be loaded")); };
      document.head.append(script);
    });
    return library;
  }

  async function rowsOf(panel) {
    const response = await fetch(`/table/${panel}?${window.explorePage.lastingParts()}`);
    if (!response.ok) throw new Error(`the rows were answered by ${response.status}`);
    return response.json();
  }

  async function open(panel) {
    const dialog = element("table-dialog");
    const number = ++asked;
    element("table-title").textContent = "";
    element("table-about").textContent = "";
    element("table-link").hidden = true;
    element("table-state").textContent = WAITING;
    dialog.showModal();
    try {
      const [table] = await Promise.all([rowsOf(panel), loadGrid(dialog.dataset.script)]);
      if (number !== asked || !dialog.open) return;
      element("table-title").textContent = table.title;
      element("table-about").textContent = table.about;
      element("table-link").href = table.link;
      element("table-link").hidden = false;
      element("table-state").textContent = `${table.rows.toLocaleString("en-US")} rows`;
      show(table.grid);
    } catch {
      if (number === asked) element("table-state").textContent = FAILED;
    }
  }

  /* As they stand, sorted and filtered, in the form that spreadsheets paste. */
  async function copyRows(button) {
    const grid = window.dash_ag_grid?.getApi(GRID);
    if (!grid) return;
    const rows = grid.getDataAsCsv({ columnSeparator: "\t", suppressQuotes: true });
    try { await navigator.clipboard.writeText(rows); button.textContent = "Copied"; } catch { button.textContent = "Not allowed to copy"; }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.twin && window.explorePage.answer()) open(button.dataset.twin);
    if (button.id === "table-close") element("table-dialog").close();
    if (button.id === "table-copy") copyRows(button);
  });

  /* A closed grid keeps no rows. */
  document.addEventListener("close", (event) => {
    if (event.target.id !== "table-dialog") return;
    asked += 1;
    show(null);
    element("table-copy").textContent = "Copy rows";
  }, true);
})();
