/* The breakdown: a small table of bars for each way the figure is broken down, in the words of the server. */

import { find, make } from "../shell/dom.js";
import { watchLazy } from "./lazy_panel.js";

/** @type {(share: number) => string} */
const percent = (share) => `${(share * 100).toFixed(1)}%`;

/**
 * @typedef {object} Stratum
 * @property {string} name
 * @property {string} shown
 * @property {string} beside
 * @property {number | null} length
 * @property {[number, number] | null} limits
 *
 * @typedef {{ heading: string, columns: string[], rows: Stratum[] }} Dimension
 * @typedef {{ absent: string, go?: string, go_words?: string, dimensions: Dimension[] }} Content
 */

/**
 * @param {Stratum} row
 */
function barCell({ length, limits }) {
  const cell = make("td", "bar-cell"),
    frame = make("span", "bar-frame");
  if (length !== null) {
    const bar = make("span", "bar");
    bar.style.width = percent(length);
    frame.append(bar);
  }
  if (limits) {
    const line = make("span", "limits");
    line.style.left = percent(limits[0]);
    line.style.width = percent(limits[1] - limits[0]);
    frame.append(line);
  }
  cell.append(frame);
  return cell;
}

/**
 * @param {Stratum} row
 */
function rowOf(row) {
  const made = make("tr"),
    name = make("th", "", row.name);
  name.scope = "row";
  made.append(name, barCell(row), make("td", "number", row.shown), make("td", "number", row.beside));
  return made;
}

/**
 * @param {Dimension} dimension
 */
function tableOf({ heading, columns, rows }) {
  const table = make("table", "breakdown-table"),
    head = make("thead"),
    names = make("tr"),
    body = make("tbody");
  names.append(...columns.map((words, index) => make(words ? "th" : "td", index > 1 ? "number" : "", words)));
  head.append(names);
  body.append(...rows.map(rowOf));
  table.append(make("caption", "", heading), head, body);
  return table;
}

/**
 * @param {Content} content
 */
function absent({ absent: words, go, go_words: goWords }) {
  /** @type {HTMLElement[]} */
  const parts = [make("p", "panel-note", words)];
  if (go) {
    const button = make("button", "quiet small", goWords);
    button.dataset.go = go;
    parts.push(button);
  }
  return parts;
}

/** @param {Content} content */
function draw(content) {
  find("breakdown-bars").replaceChildren(
    ...(content.absent ? absent(content) : content.dimensions.map(tableOf)),
  );
}

watchLazy("breakdown", draw);
