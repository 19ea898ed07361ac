/* The ranking: ten places as dots with their intervals. The server says which places and in what order; their figures
   are those of the vectors that the map is painted from. */

import * as registry from "../explore/registry.js";
import * as viewQuery from "../explore/view_query.js";
import { NO_FIGURE, fill, rankInterval, rankLines } from "../map/card_lines.js";
import { figures, signed, statusWords } from "../map/figures.js";
import { find, findAll, make, setText, setTexts } from "../shell/dom.js";
import { watch } from "./lazy_panel.js";
import { axisOf, inside } from "./ranking_axis.js";

/**
 * @typedef {FiguredPlace & { label: string }} Row
 * @typedef {{ low: number, high: number }} Axis
 * @typedef {"absent" | "suffix" | "subtitle" | "counted" | "zeros" | "unplaced" | "choose" | "empty" | "interval"} Sentence
 * @typedef {Record<"titles" | "texts", Record<string, string>> & Record<Sentence, string>} Words
 * @typedef {Words & { rows: number[], within: string[], clear: boolean }} Forms
 */

/** @param {Payload} payload */
const chosenList = (payload) => new URLSearchParams(payload.query).get("ranking") || "highest";

/**
 * @param {DecodedValues} values
 * @param {Row} row
 * @param {Axis} axis
 */
function plot(values, row, { low, high }) {
  /** @param {number} number */
  const at = (number) =>
    `${(((Math.min(Math.max(number, low), high) - low) / (high - low || 1)) * 100).toFixed(1)}%`;
  const frame = make("span", "dot-plot");
  const lower = values.lower[row.index],
    upper = values.upper[row.index];
  if (lower !== NO_FIGURE) {
    const line = make("span", upper > high ? "interval beyond" : "interval");
    line.style.left = at(lower);
    line.style.right = `calc(100% - ${at(upper)})`;
    frame.append(line);
  }
  const dot = make("span", "dot");
  dot.style.left = at(row.shown);
  frame.append(dot);
  return frame;
}

/**
 * @param {DecodedValues} values
 * @param {Row} row
 * @param {Axis} axis
 * @param {Forms} forms
 * @param {Payload} payload
 */
function rowOf(values, row, axis, forms, payload) {
  const button = make("button", "rank-row");
  button.dataset.go = row.code;
  const inFocus = row.code === payload.place;
  if (inFocus) button.setAttribute("aria-current", "true");
  if (payload.compare.includes(row.code)) button.classList.add("compared");
  const numbers = { shown: signed(values, row.shown, ""), sign: "" };
  const interval =
    values.lower[row.index] === NO_FIGURE
      ? ""
      : `, ${fill(values.words.interval, {
          lower: signed(values, values.lower[row.index], ""),
          upper: signed(values, values.upper[row.index], ""),
        })}`;
  const rank = values.rank[row.index].toLocaleString("en-US");
  button.setAttribute(
    "aria-label",
    `${row.name}${inFocus ? ", in focus" : ""}: ${fill(values.words.shown, numbers)}${interval}. ${rankLines(values, row.index).join(", ")}`,
  );
  button.append(
    make("span", "rank-number", rank),
    make("span", "rank-interval", rankInterval(values, row.index)),
    make("span", "rank-name", `${inFocus ? "◆ " : ""}${row.label}`),
    plot(values, row, axis),
    make("b", "rank-value", signed(values, row.shown, forms.suffix)),
  );
  const item = make("li");
  item.append(button);
  return item;
}

/**
 * @param {DecodedValues} values
 * @param {Axis} axis
 * @param {Forms} forms
 */
function scale(values, axis, forms) {
  const frame = make("li", "rank-axis");
  frame.setAttribute("aria-hidden", "true");
  const ends = make("span", "rank-ends");
  ends.append(
    make("span", "", signed(values, Math.round(axis.low), forms.suffix)),
    make("span", "", signed(values, Math.round(axis.high), forms.suffix)),
  );
  frame.append(ends);
  return frame;
}

/**
 * How many places have a rank, and why the others have none.
 * @param {DecodedValues} values
 * @param {FiguredPlace[]} places
 * @param {Forms} forms
 */
function counted(values, places, forms) {
  /** @type {Map<string, number>} */
  const held = new Map();
  for (const { ranked, index } of places) {
    if (!ranked) held.set(statusWords(values, index), (held.get(statusWords(values, index)) || 0) + 1);
  }
  const rest = [...held].map(([words, count]) => `${count.toLocaleString("en-US")} ${words}`).join(", ");
  const ranked = places.filter((place) => place.ranked).length;
  return fill(forms.counted, {
    ranked: ranked.toLocaleString("en-US"),
    total: places.length.toLocaleString("en-US"),
    rest: rest ? `; the others: ${rest}` : "",
  });
}

/**
 * @param {DecodedValues} values
 * @param {FiguredPlace[]} places
 * @param {FiguredPlace[]} ranked
 * @param {string} list
 * @param {Forms} forms
 * @param {Payload} payload
 */
function remark(values, places, ranked, list, forms, payload) {
  const zeros = list === "lowest" && !forms.clear ? ranked.filter(({ shown }) => shown === 0).length : 0;
  const focus = places.find(({ code }) => code === payload.place);
  return (
    (zeros ? fill(forms.zeros, { count: zeros.toLocaleString("en-US") }) : "") +
    (focus && !focus.ranked
      ? fill(forms.unplaced, { name: focus.name, status: statusWords(values, focus.index) })
      : "")
  );
}

/** @param {string} text */
function note(text) {
  return make("p", "panel-note", text);
}

/**
 * @param {Payload} payload
 * @param {Forms} forms
 */
function paint(payload, forms) {
  const list = chosenList(payload),
    host = find("ranking-list");
  findAll("[data-ranking]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.ranking === list));
    button.toggleAttribute("disabled", Boolean(forms.absent));
  });
  setTexts(forms.texts);
  if (forms.absent) {
    setText("ranking-title", forms.titles.highest);
    setText("ranking-subtitle", "");
    host.replaceChildren(note(forms.absent));
    return;
  }
  const { values, places } = figures();
  const focus = places.find(({ code }) => code === payload.place);
  const here = list === "around" ? places : inside(places, forms.within);
  const ranked = here.filter((place) => place.ranked);
  const rows = forms.rows.map((index) => {
    const row = places[index];
    return { ...row, label: here === places ? row.name : row.name.replace(/, [^,]*$/, "") };
  });
  setText("ranking-title", fill(forms.titles[list], { name: focus ? focus.name : "the place in focus" }));
  const withInterval = rows.some(({ index }) => values.lower[index] !== NO_FIGURE);
  setText(
    "ranking-subtitle",
    `${forms.subtitle} ${withInterval ? `${forms.interval} ` : ""}${list === "around" ? "" : counted(values, here, forms)}`,
  );
  const said = remark(values, places, ranked, list, forms, payload);
  const missing = rows.length
    ? ""
    : list === "around" && !(focus && focus.ranked)
      ? focus
        ? ""
        : forms.choose
      : forms.empty;
  const table = make("ol", "rank-list");
  const axis = rows.length ? axisOf(values, rows) : null;
  if (axis)
    table.append(...rows.map((row) => rowOf(values, row, axis, forms, payload)), scale(values, axis, forms));
  host.replaceChildren(table, ...[missing, said].filter(Boolean).map(note));
}

/** @param {Payload} payload */
const keyOf = (payload) =>
  [payload.keys.map, payload.keys.ranking, payload.place, payload.compare, chosenList(payload)].join("|");
watch("ranking", keyOf, (payload, forms) => paint(payload, forms));
registry.onPress("ranking", (parts, list) =>
  viewQuery.setOrDelete(parts, "ranking", list === "highest" ? "" : list),
);
