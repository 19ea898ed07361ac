/* The strip across sectors: a row an indicator, in the words of the server. */

import * as registry from "../explore/registry.js";
import * as viewQuery from "../explore/view_query.js";
import { element } from "../map/svg.js";
import { find, findAll, make } from "../shell/dom.js";
import { watchLazy } from "./lazy_panel.js";

const WIDTH = 100,
  HEIGHT = 24;
const HEADINGS = ["Indicator", "Course", "Newest figure", "On a year earlier"];

/**
 * @typedef {object} Sector
 * @property {string} label
 * @property {string} indicator Empty where it cannot be explored.
 * @property {string} sector
 * @property {string} whose
 * @property {string} path
 * @property {string} value
 * @property {string} absent
 * @property {string} period
 * @property {string} change
 * @property {string} tone
 */

/**
 * @param {Sector} row
 */
function nameCell(row) {
  const cell = make("th", "sector-name");
  cell.scope = "row";
  const name = make(row.indicator ? "button" : "span", row.indicator ? "sector-choice" : "", row.label);
  if (row.indicator) name.dataset.sector = row.indicator;
  const about = make("small", `sector ${row.sector}`);
  about.append(make("span", "", row.whose ? `${row.sector}, ${row.whose}` : row.sector));
  cell.append(name, about);
  return cell;
}

/**
 * @param {Sector} row
 */
function courseCell(row) {
  const cell = make("td", "course");
  const svg = element("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    class: row.sector,
    "aria-hidden": "true",
  });
  if (row.path) element("path", { d: row.path }, svg);
  cell.append(svg);
  return cell;
}

/**
 * @param {Sector} row
 */
function newestCell(row) {
  const cell = make("td", "newest");
  cell.append(make(row.value ? "b" : "span", "", row.value || row.absent), make("small", "", row.period));
  return cell;
}

/**
 * @param {Sector} row
 */
function rowOf(row) {
  const made = make("tr");
  made.append(nameCell(row), courseCell(row), newestCell(row), make("td", `changed ${row.tone}`, row.change));
  return made;
}

/**
 * @param {Sector[]} rows
 * @param {Payload} payload
 */
function draw(rows, payload) {
  const table = make("table", "sectors-table");
  table.setAttribute("aria-labelledby", "sectors-title");
  const head = make("thead"),
    heading = make("tr"),
    body = make("tbody");
  heading.append(...HEADINGS.map((words, index) => make("th", index === 1 ? "course" : "", words)));
  head.append(heading);
  body.append(...rows.map(rowOf));
  table.append(head, body);
  find("sectors-list").replaceChildren(...(rows.length ? [table] : []));
  mark(payload);
}

/** The row of the indicator shown. @param {Payload} payload */
function mark(payload) {
  findAll("[data-sector]").forEach((button) => {
    if (button.dataset.sector === payload.controls.indicator.value)
      button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  });
}

watchLazy("sectors", draw, mark);
registry.onPress(
  "sector",
  viewQuery.chooseIndicator,
  (indicator) => `[data-sector="${CSS.escape(indicator)}"]`,
);
