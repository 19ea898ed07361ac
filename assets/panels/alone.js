/* A panel by itself. One that Explore does not draw is written as a table; the link under an embedded one leads to
   its whole view. */
(function () {
  const MOST_ROWS = 14;
  const NO_FIGURE = "–";
  const REST_MS = 60;
  let asked = "";
  let waiting = null;

  function cell(tag, text, numeric) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (numeric) made.className = "number";
    return made;
  }

  function written(value, column) {
    if (value === null || value === undefined) return NO_FIGURE;
    if (!column.valueFormatter || typeof value !== "number") return String(value);
    const digits = column.valueFormatter.function.includes(".1f") ? 1 : 0;
    return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  function tableOf({ columnDefs, rowData }) {
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    head.append(...columnDefs.map((column) => Object.assign(cell("th", column.headerName, column.type), { scope: "col" })));
    const body = table.createTBody();
    for (const row of rowData.slice(0, MOST_ROWS)) body.insertRow().append(...columnDefs.map((column) => cell("td", written(row[column.field], column), column.type)));
    if (rowData.length > MOST_ROWS) table.createCaption().textContent = `The first ${MOST_ROWS} of ${rowData.length.toLocaleString("en-US")} rows`;
    return table;
  }

  async function write(section, query) {
    const panel = section.dataset.tableAlone;
    if (asked === query) return;
    asked = query;
    const response = await fetch(`/table/${panel}?${query}`);
    if (asked !== query) return;
    const table = response.ok ? await response.json() : null;
    document.getElementById(`${panel}-title`).textContent = table ? table.title : "This panel cannot be shown";
    document.getElementById(`${panel}-foot`).textContent = table ? table.about : "";
    document.getElementById("alone-table").replaceChildren(...(table ? [tableOf(table.grid.props)] : []));
  }

  /* A chart drawn before its neighbours had their height is drawn anew in the place that is left to it. */
  const resized = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(window.charts.repaint, REST_MS);
  });

  function watchCharts() {
    document.querySelectorAll(".alone-panel .chart").forEach((chart) => resized.observe(chart));
  }

  window.explorePage.onPanel("alone", (_sent, given) => {
    watchCharts();
    document.querySelectorAll("[data-whole-view]").forEach((link) => { link.href = `/?${window.explorePage.lastingParts()}`; });
    const section = document.querySelector("[data-table-alone]");
    return section ? write(section, given.query) : null;
  });
})();
