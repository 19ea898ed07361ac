/* The table behind a panel: its rows, and what draws the grid, are fetched only when one is opened. */

import * as currentView from "../explore/current_view.js";
import { setProps } from "./dash.js";
import { closestOf, find, findDialog, findLink } from "./dom.js";
import { requestJson } from "./http.js";

const GRID = "table-grid";
const WAITING = "The rows are on their way…";
const FAILED = "The table could not be loaded. Close it and try again.";
/** @type {Promise<unknown> | null} */
let library = null;
let asked = 0;

/** @type {(children: object | null) => void} */
const show = (children) => setProps("table-rows", { children });

/**
 * @param {string} address
 */
function loadGrid(address) {
  library =
    library ||
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => {
        library = null;
        reject(new Error("the grid could not be loaded"));
      };
      document.head.append(script);
    });
  return library;
}

/** @type {(panel: string) => Promise<any>} */
const rowsOf = (panel) => requestJson(`/table/${panel}?${currentView.lastingParts()}`);

/**
 * @param {string} panel
 */
async function open(panel) {
  const dialog = findDialog("table-dialog");
  const number = ++asked;
  find("table-title").textContent = "";
  find("table-about").textContent = "";
  find("table-link").hidden = true;
  find("table-state").textContent = WAITING;
  dialog.showModal();
  try {
    const [table] = await Promise.all([rowsOf(panel), loadGrid(dialog.dataset.script ?? "")]);
    if (number !== asked || !dialog.open) return;
    find("table-title").textContent = table.title;
    find("table-about").textContent = table.about;
    findLink("table-link").href = table.link;
    find("table-link").hidden = false;
    find("table-state").textContent = `${table.rows.toLocaleString("en-US")} rows`;
    show(table.grid);
  } catch {
    if (number === asked) find("table-state").textContent = FAILED;
  }
}

/** As they stand, sorted and filtered, in the form that spreadsheets paste. @param {HTMLElement} button */
async function copyRows(button) {
  const grid = window.dash_ag_grid?.getApi(GRID);
  if (!grid) return;
  const rows = grid.getDataAsCsv({ columnSeparator: "\t", suppressQuotes: true });
  try {
    await navigator.clipboard.writeText(rows);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed to copy";
  }
}

document.addEventListener("click", (event) => {
  const button = closestOf(event, "button");
  if (!button) return;
  if (button.dataset.twin && currentView.answer()) open(button.dataset.twin);
  if (button.id === "table-close") findDialog("table-dialog").close();
  if (button.id === "table-copy") copyRows(button);
});

/* A closed grid keeps no rows. */
document.addEventListener(
  "close",
  (event) => {
    if (event.target !== find("table-dialog")) return;
    asked += 1;
    show(null);
    find("table-copy").textContent = "Copy rows";
  },
  true,
);
