/* Small maps, one a year or a drug: one path a class on each, so that a dozen cost little. Each is a button that
   shows its period or drug on the whole page. */

import * as currentView from "../explore/current_view.js";
import * as registry from "../explore/registry.js";
import { bytes } from "../map/bytes.js";
import { outlinesAt } from "../map/outlines.js";
import { definePatterns } from "../map/patterns.js";
import { element } from "../map/svg.js";
import { look } from "../map/values.js";
import { blurWithin, container, find } from "../shell/dom.js";

const PATTERN_SCALE = 5;
const state = { values: { maps: [] } };

/* Outlines of all places that look the same, as one path. */
function pathsByLook(codes, paths) {
  const joined = new Map();
  codes.forEach((code, index) => {
    joined.set(code, (joined.get(code) || "") + paths[index]);
  });
  return joined;
}

function draw({ codes }, { level, looks }, outlines) {
  const svg = element("svg", { viewBox: `0 0 ${outlines.width} ${outlines.height}`, "aria-hidden": "true" });
  const shapes = element("g", { class: "shapes" }, svg);
  for (const [code, d] of pathsByLook(bytes(codes), outlines[level].path)) {
    element("path", { d, class: looks[code] }, shapes);
  }
  element("path", { d: outlines.state.path.join(""), class: "small-borders" }, svg);
  return svg;
}

function makeButton(map, values, outlines) {
  const button = container(
    "button",
    "small-map",
    draw(map, values, outlines),
    container("b", "", map.label),
    container("span", "", map.figure),
    container("span", "visually-hidden", `. ${map.says}`),
  );
  button.dataset.small = map.value;
  return button;
}

/* Patterns for all of them at once, drawn large enough to be told apart on a small map. */
function makePatterns(grid) {
  const svg = element("svg", { class: "small-patterns", "aria-hidden": "true" });
  definePatterns(svg, "small", grid);
  svg
    .querySelectorAll("pattern")
    .forEach((pattern) => pattern.setAttribute("patternTransform", `scale(${PATTERN_SCALE})`));
  return svg;
}

async function paintGrid(content, payload) {
  const grid = find("small-maps-grid");
  const values = {
    ...content,
    looks: content.looks.map(
      ([status, number]) =>
        look(status, number === content.no_figure ? null : number, content.palette).split("|")[0],
    ),
  };
  const sets = await Promise.all(
    content.maps.map((map) => outlinesAt(map.outlines || grid.dataset.outlines)),
  );
  if (currentView.answer() !== payload) return;
  grid.replaceChildren(
    makePatterns(grid),
    ...content.maps.map((map, index) => makeButton(map, values, sets[index])),
  );
  find("small-maps-legend").replaceChildren(
    ...content.legend.map(([className, words]) =>
      container("div", "legend-row", container("span", `swatch ${className}`), container("span", "", words)),
    ),
  );
}

/* Which of them the whole page shows. */
function mark(payload) {
  const { value } = payload.controls[state.values.part];
  find("small-maps-grid")
    .querySelectorAll("button")
    .forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.small === value));
    });
}

async function paint(content, payload) {
  if (content) state.values = content;
  const { maps } = state.values;
  const panel = find("small-maps");
  // The keyboard leaves a panel that is no longer seen, and is put where the button pressed says.
  if (!maps.length) blurWithin(panel);
  panel.hidden = !maps.length;
  if (!maps.length) {
    if (content) find("small-maps-grid").replaceChildren();
    return;
  }
  if (content) await paintGrid(content, payload);
  mark(payload);
}

registry.onPress("small", (parts, value) => {
  const { part, level } = state.values;
  if (part === "period") parts.delete("since");
  parts.set(part, value);
  // A period or drug shown by itself might take another level of the map.
  if (level === "state") parts.set("level", level);
});
registry.onPanel("small-maps", paint);
