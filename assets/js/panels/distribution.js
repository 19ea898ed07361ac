/* The distribution: a histogram of the map's figures in the map's colors, with the median, the place in focus and the
   places compared. The server decides on the columns; where the places stand is read from the map's own vectors. */

import { fill } from "../map/card_lines.js";
import { figures, signed, statusWords } from "../map/figures.js";
import { element } from "../map/svg.js";
import { NO_CLASS } from "../map/values.js";
import { find, make, setText, setTexts } from "../shell/dom.js";
import { marksOf } from "./histogram.js";
import { watch } from "./lazy_panel.js";

/**
 * What the server decides of the histogram, in whole multiples of the last digit shown.
 * @typedef {object} Spread
 * @property {[number, number][][]} columns Of each column, pairs of a class and how many places have it.
 * @property {number} low
 * @property {number} high
 * @property {number} lowest
 * @property {number} highest
 * @property {number} median
 * @property {number} count
 * @property {number} zeros
 * @property {number} below
 * @property {number} beyond
 *
 * @typedef {"absent" | "suffix" | "higher" | "highest" | "unplaced" | "median" | "zeros" | "beyond" | "below" |
 *   "alternative" | "empty"} Sentence
 * @typedef {{ spread: Spread | null, texts: Record<string, string> } & Record<Sentence, string>} Forms
 */

const WIDTH = 400,
  HEIGHT = 100;
/**
 * One shape a class, all its parts of columns together.
 * @param {Spread["columns"]} columns
 */
function shapesOf(columns) {
  const most = Math.max(1, ...columns.map((column) => column.reduce((sum, [, count]) => sum + count, 0)));
  const width = WIDTH / columns.length,
    /** @type {Map<number, string>} */
    shapes = new Map();
  columns.forEach((column, position) => {
    let below = HEIGHT;
    for (const [number, count] of column) {
      const height = Math.max((count / most) * HEIGHT, 0.8);
      below -= height;
      const d = `M${(position * width + 0.6).toFixed(1)} ${below.toFixed(1)}h${(width - 1.2).toFixed(1)}v${height.toFixed(1)}h-${(width - 1.2).toFixed(1)}z`;
      shapes.set(number, (shapes.get(number) || "") + d);
    }
  });
  return shapes;
}

/**
 * @param {DecodedValues} values
 * @param {Spread["columns"]} columns
 */
function histogram(values, columns) {
  const svg = element("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  for (const [number, d] of shapesOf(columns)) {
    element(
      "path",
      { d, class: number === NO_CLASS ? "fill-unclassed" : `fill-${values.colors[number]}` },
      svg,
    );
  }
  return svg;
}

/** @param {ReturnType<typeof marksOf>[number]} mark */
function markElement({ text, kind, share, line, align }) {
  const mark = make("div", `mark ${kind}`);
  mark.style.left = `${(share * 100).toFixed(1)}%`;
  mark.style.top = `${line * 17}px`;
  mark.append(make("span", align, text));
  return mark;
}

/**
 * Where a place stands, in a sentence.
 * @param {DecodedValues} values
 * @param {FiguredPlace[]} places
 * @param {FiguredPlace | undefined} place
 * @param {Spread} spread
 * @param {Forms} forms
 */
function standing(values, places, place, { count, highest }, forms) {
  if (!place) return "";
  if (!place.ranked)
    return fill(forms.unplaced, { name: place.name, status: statusWords(values, place.index) });
  const lower = places.filter(({ ranked, shown }) => ranked && shown < place.shown).length;
  const numbers = {
    name: place.name,
    count: count.toLocaleString("en-US"),
    percent: Math.floor((lower / count) * 100),
  };
  return fill(place.shown === highest ? forms.highest : forms.higher, numbers);
}

/**
 * @param {DecodedValues} values
 * @param {Spread} spread
 * @param {Forms} forms
 */
function tails(values, spread, forms) {
  /** @type {(form: string, number: number, limit: number) => string} */
  const said = (form, number, limit) =>
    number ? fill(form, { number, value: signed(values, limit, forms.suffix) }) : "";
  return [
    said(forms.zeros, spread.zeros, 0),
    said(forms.below, spread.below, spread.low),
    said(forms.beyond, spread.beyond, spread.high),
  ]
    .filter(Boolean)
    .join(" ");
}

/**
 * @param {DecodedValues} values
 * @param {FiguredPlace[]} places
 * @param {Forms} forms
 * @param {Spread} spread
 * @param {Payload} payload
 */
function chart(values, places, forms, spread, payload) {
  const chosen = places.filter(
    ({ code, ranked: has }) => has && (code === payload.place || payload.compare.includes(code)),
  );
  const marks = marksOf(
    [
      {
        text: fill(forms.median, { value: signed(values, spread.median, forms.suffix) }),
        shown: spread.median,
        kind: "median",
      },
      ...chosen.map(({ code, name, shown }) => ({
        text: `${code === payload.place ? "◆ " : ""}${name}`,
        shown,
        kind: code === payload.place ? "focus" : "compared",
      })),
    ],
    spread,
  );
  const plot = make("div", "histogram");
  plot.style.paddingTop = `${(Math.max(...marks.map(({ line }) => line)) + 1) * 17}px`;
  const ends = make("div", "histogram-ends");
  ends.append(
    make("span", "", signed(values, spread.low, forms.suffix)),
    make("span", "", signed(values, spread.high, forms.suffix)),
  );
  plot.append(histogram(values, spread.columns), ...marks.map(markElement));
  const sentence = standing(
    values,
    places,
    places.find(({ code }) => code === payload.place),
    spread,
    forms,
  );
  const said = [sentence, tails(values, spread, forms)].filter(Boolean).join(" ");
  plot.setAttribute("role", "img");
  plot.setAttribute(
    "aria-label",
    fill(forms.alternative, {
      count: spread.count.toLocaleString("en-US"),
      lowest: signed(values, spread.lowest, forms.suffix),
      highest: signed(values, spread.highest, forms.suffix),
      median: signed(values, spread.median, forms.suffix),
      stands: sentence,
    }),
  );
  return { parts: [plot, ends], said };
}

/**
 * @param {Payload} payload
 * @param {Forms} forms
 */
function paint(payload, forms) {
  const host = find("distribution-chart");
  setTexts(forms.texts);
  if (forms.absent) {
    host.replaceChildren(make("p", "panel-note", forms.absent));
    setText("distribution-stands", "");
    return;
  }
  const { values, places } = figures();
  const { parts, said } = forms.spread
    ? chart(values, places, forms, forms.spread, payload)
    : { parts: [make("p", "panel-note", forms.empty)], said: "" };
  host.replaceChildren(...parts);
  setText("distribution-stands", said);
}

/** @param {Payload} payload */
const keyOf = (payload) =>
  [payload.keys.map, payload.keys.distribution, payload.place, payload.compare].join("|");
watch("distribution", keyOf, (payload, forms) => paint(payload, forms));
