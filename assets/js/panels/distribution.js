/* The distribution: a histogram of the map's figures in the map's colors, drawn from the vectors that the map is
   painted from, with the median, the place in focus and the places compared. */

import { fill } from "../map/card_lines.js";
import { figures, signed, statusWords } from "../map/figures.js";
import { element } from "../map/svg.js";
import { NO_CLASS } from "../map/values.js";
import { find, make, setText, setTexts } from "../shell/dom.js";
import { COLUMNS, columnsOf, isZero, marksOf, medianOf, rangeOf } from "./histogram.js";
import { watch } from "./lazy_panel.js";

const WIDTH = 400,
  HEIGHT = 100;
/* One shape a class, all its parts of columns together. */
function shapesOf(columns) {
  const most = Math.max(
    1,
    ...columns.map((column) => [...column.values()].reduce((sum, count) => sum + count, 0)),
  );
  const width = WIDTH / COLUMNS,
    shapes = new Map();
  columns.forEach((column, position) => {
    let below = HEIGHT;
    for (const [number, count] of [...column].sort(([one], [other]) => one - other)) {
      const height = Math.max((count / most) * HEIGHT, 0.8);
      below -= height;
      const d = `M${(position * width + 0.6).toFixed(1)} ${below.toFixed(1)}h${(width - 1.2).toFixed(1)}v${height.toFixed(1)}h-${(width - 1.2).toFixed(1)}z`;
      shapes.set(number, (shapes.get(number) || "") + d);
    }
  });
  return shapes;
}

function histogram(values, ranked, range) {
  const svg = element("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  for (const [number, d] of shapesOf(columnsOf(values, ranked, range))) {
    element(
      "path",
      { d, class: number === NO_CLASS ? "fill-unclassed" : `fill-${values.colors[number]}` },
      svg,
    );
  }
  return svg;
}

function markElement({ text, kind, share, line, align }) {
  const mark = make("div", `mark ${kind}`);
  mark.style.left = `${(share * 100).toFixed(1)}%`;
  mark.style.top = `${line * 17}px`;
  mark.append(make("span", align, text));
  return mark;
}

/* Where a place stands, in a sentence. */
function standing(values, place, ordered, forms) {
  if (!place) return "";
  if (!place.ranked)
    return fill(forms.unplaced, { name: place.name, status: statusWords(values, place.index) });
  const lower = ordered.findIndex((shown) => shown >= place.shown);
  const numbers = {
    name: place.name,
    count: ordered.length.toLocaleString("en-US"),
    percent: Math.floor((lower / ordered.length) * 100),
  };
  return fill(place.shown === ordered[ordered.length - 1] ? forms.highest : forms.higher, numbers);
}

function tails(values, ordered, range, forms) {
  const above = ordered.filter((shown) => shown > range.high).length,
    below = ordered.filter((shown) => shown < range.low).length;
  const said = (form, number, limit) =>
    number ? fill(form, { number, value: signed(values, limit, forms.suffix) }) : "";
  const zeros = ordered.filter((shown) => isZero(values, shown)).length;
  return [
    said(forms.zeros, zeros, 0),
    said(forms.below, below, range.low),
    said(forms.beyond, above, range.high),
  ]
    .filter(Boolean)
    .join(" ");
}

function chart(values, places, ranked, ordered, forms, payload) {
  const range = rangeOf(ordered, values.diverging),
    median = medianOf(ordered);
  const chosen = places.filter(
    ({ code, ranked: has }) => has && (code === payload.place || payload.compare.includes(code)),
  );
  const marks = marksOf(
    [
      {
        text: fill(forms.median, { value: signed(values, median, forms.suffix) }),
        shown: median,
        kind: "median",
      },
      ...chosen.map(({ code, name, shown }) => ({
        text: `${code === payload.place ? "◆ " : ""}${name}`,
        shown,
        kind: code === payload.place ? "focus" : "compared",
      })),
    ],
    range,
  );
  const plot = make("div", "histogram");
  plot.style.paddingTop = `${(Math.max(...marks.map(({ line }) => line)) + 1) * 17}px`;
  const ends = make("div", "histogram-ends");
  ends.append(
    make("span", "", signed(values, range.low, forms.suffix)),
    make("span", "", signed(values, range.high, forms.suffix)),
  );
  plot.append(histogram(values, ranked, range), ...marks.map(markElement));
  const sentence = standing(
    values,
    places.find(({ code }) => code === payload.place),
    ordered,
    forms,
  );
  const said = [sentence, tails(values, ordered, range, forms)].filter(Boolean).join(" ");
  plot.setAttribute("role", "img");
  plot.setAttribute(
    "aria-label",
    fill(forms.alternative, {
      count: ordered.length.toLocaleString("en-US"),
      lowest: signed(values, ordered[0], forms.suffix),
      highest: signed(values, ordered[ordered.length - 1], forms.suffix),
      median: signed(values, median, forms.suffix),
      stands: sentence,
    }),
  );
  return { parts: [plot, ends], said };
}

function paint(payload, forms) {
  const host = find("distribution-chart");
  setTexts(forms.texts);
  if (forms.absent) {
    host.replaceChildren(make("p", "panel-note", forms.absent));
    setText("distribution-stands", "");
    return;
  }
  const { values, places } = figures();
  const ranked = places.filter((place) => place.ranked);
  const ordered = ranked.map(({ shown }) => shown).sort((one, other) => one - other);
  const { parts, said } = ordered.length
    ? chart(values, places, ranked, ordered, forms, payload)
    : { parts: [make("p", "panel-note", forms.empty)], said: "" };
  host.replaceChildren(...parts);
  setText("distribution-stands", said);
}

const keyOf = (payload) =>
  [payload.keys.map, payload.keys.distribution, payload.place, payload.compare].join("|");
watch("distribution", keyOf, (payload, forms) => paint(payload, forms));
