/* Two figures in one map: nine classes from the thirds of each, made of the two maps' own vectors, with a legend
   that counts the places of each class and shows them alone. */

import * as currentView from "../explore/current_view.js";
import { linesOf } from "../map/card_lines.js";
import { mainMap } from "../map/main_map.js";
import { outlinesAt } from "../map/outlines.js";
import { speckled } from "../map/patterns.js";
import { decode } from "../map/values.js";
import { container, find } from "../shell/dom.js";
import { lookOf, sideOf } from "./terciles.js";

const THIRDS = [0, 1, 2];

/* Position of each place of the first map among the second's figures, which may be in another order. */
async function positions(values, level) {
  const { outlines } = mainMap.drawn();
  const others = values.outlines ? await outlinesAt(values.outlines) : outlines;
  if (others === outlines) return outlines[level].place.map((_, index) => index);
  const indexes = new Map(others[level].place.map((place, index) => [place, index]));
  return outlines[level].place.map((place) => indexes.get(place));
}

function definePatterns(svg) {
  if (svg.dataset.inOne) return;
  svg.dataset.inOne = "yes";
  THIRDS.forEach((low) => THIRDS.forEach((high) => speckled(svg, "in-one", `b${low}${high}`)));
}

export async function paint(content, payload) {
  const first = mainMap.shown();
  const second = decode(content);
  const { limits } = content.in_one;
  const at = await positions(content, first.level);
  if (currentView.answer() !== payload) return;
  const looks = at.map((other, index) =>
    lookOf(sideOf(first, index, limits[0]), sideOf(second, other, limits[1])),
  );
  definePatterns(mainMap.drawn().svg);
  mainMap.setLooks(
    (index) => looks[index],
    (under) => secondLines(content, second, at, under),
  );
  paintLegend(content.in_one, looks);
}

function secondLines(content, second, at, under) {
  const index = mainMap.drawn().index[under.level][under.place];
  if (under.level !== second.level || at[index] === undefined) return [];
  return [["small beside", content.in_one.second], ...linesOf(second, at[index])];
}

/* How many places have each look; unreliable ones are counted apart, as in every legend. */
function count(looks) {
  const counted = new Map();
  for (const look of looks) {
    const classes = look.split("|")[0].split(" ");
    const name = classes[0] === "absent" ? classes[1] : classes[0];
    counted.set(name, (counted.get(name) || 0) + 1);
  }
  return (name) => (counted.get(name) || 0).toLocaleString("en-US");
}

/* A button that shows its places alone, by the same rule as the rows of every legend. */
function makeRow(name, className, ...content) {
  const button = container("button", className, ...content);
  button.dataset.legend = name;
  button.setAttribute("aria-pressed", "false");
  return button;
}

function makeCell(row, column, counted) {
  const name = `b${row}${column}`;
  return container("td", "", makeRow(name, `swatch ${name}`, counted(name)));
}

function heading(words, scope) {
  const cell = container("th", "", words);
  cell.scope = scope;
  return cell;
}

/* A table: the first map's thirds are its rows, the highest on top as on an axis. */
function paintLegend({ axes: [down, across], note, statuses, unreliable }, looks) {
  const counted = count(looks);
  const caption = container(
    "caption",
    "",
    container("b", "", `↑ ${down.words}`),
    container("b", "", `→ ${across.words}`),
  );
  const rows = [...THIRDS]
    .reverse()
    .map((row) =>
      container(
        "tr",
        "",
        heading(down.thirds[row], "row"),
        ...THIRDS.map((column) => makeCell(row, column, counted)),
      ),
    );
  const foot = container(
    "tr",
    "",
    container("td", ""),
    ...across.thirds.map((words) => heading(words, "col")),
  );
  const without = Object.entries({ ...statuses, unreliable })
    .filter(([status]) => counted(status) !== "0")
    .map(([status, words]) =>
      makeRow(
        status,
        "legend-row",
        container("span", `swatch ${status}`),
        container("span", "", words),
        container("em", "", counted(status)),
      ),
    );
  const host = find("both-legend");
  host.replaceChildren(
    container("table", "", caption, container("tbody", "", ...rows, foot)),
    container("div", "legend", ...without, container("small", "", note)),
  );
  host.hidden = false;
}

export function end() {
  find("both-legend").hidden = true;
  if (mainMap.shown()) mainMap.setLooks(null, null);
}
