/* The maps' patterns for paper: every pattern as lines and dots of its own, clipped to all the shapes that have it.
   A browser that prints thousands of shapes filled with a pattern turns each of them into a picture. */

import { element } from "../map/svg.js";
import { find, findAll } from "../shell/dom.js";

const PATTERN = /url\("?#(.+?)"?\)/;
let made = [];
let plain = [];

function shapesByPattern(group) {
  const found = new Map();
  for (const shape of group.querySelectorAll("path")) {
    const [, id] = getComputedStyle(shape).fill.match(PATTERN) || [];
    if (id) found.set(id, [...(found.get(id) || []), shape]);
  }
  return found;
}

/* A tile's path moved by whole tiles; patterns are drawn by absolute M, L, H and V alone. */
function moved(d, x, y) {
  return d.replace(/([MLHV])([^MLHV]+)/g, (_, command, text) => {
    const [first, second] = text.trim().split(/[ ,]+/).map(Number);
    if (command === "H") return `H${first + x}`;
    if (command === "V") return `V${first + y}`;
    return `${command}${first + x} ${second + y}`;
  });
}

/* Corners of the tiles, in the pattern's own units, that some shape touches. */
function tilesUnder(shapes, size, zoom) {
  const tiles = new Map();
  for (const shape of shapes) {
    const box = shape.getBBox();
    const first = (at) => Math.floor(at / zoom / size);
    for (let column = first(box.x); column <= first(box.x + box.width); column += 1) {
      for (let row = first(box.y); row <= first(box.y + box.height); row += 1)
        tiles.set(`${column} ${row}`, [column * size, row * size]);
    }
  }
  return [...tiles.values()];
}

const repeated = (d, tiles) => tiles.map(([x, y]) => moved(d, x, y)).join("");

/* What a pattern repeats, each as one path. A dot is a very short line with round ends. */
function drawing(pattern, tiles) {
  const group = element("g", { class: "map-pattern" });
  for (const line of pattern.querySelectorAll("path"))
    element("path", { class: "line", d: repeated(line.getAttribute("d"), tiles) }, group);
  for (const dot of pattern.querySelectorAll("circle")) {
    const [x, y, radius] = ["cx", "cy", "r"].map((name) => Number(dot.getAttribute(name)));
    const stroke = getComputedStyle(dot).fill;
    element(
      "path",
      {
        d: repeated(`M${x} ${y}H${x + 0.1}`, tiles),
        fill: "none",
        stroke,
        "stroke-width": 2 * radius,
        "stroke-linecap": "round",
      },
      group,
    );
  }
  return group;
}

function seen(shape, view) {
  const box = shape.getBBox();
  return (
    box.x < view.x + view.width &&
    box.x + box.width > view.x &&
    box.y < view.y + view.height &&
    box.y + box.height > view.y
  );
}

function flattenGroup(group, number) {
  const view = group.ownerSVGElement.viewBox.baseVal;
  for (const [id, patterned] of shapesByPattern(group)) {
    const pattern = /** @type {SVGPatternElement} */ (/** @type {unknown} */ (find(id)));
    const shapes = patterned.filter((shape) => seen(shape, view));
    const clip = element("clipPath", { id: `${id}-clip-${number}` }, group);
    element("path", { d: shapes.map((shape) => shape.getAttribute("d")).join("") }, clip);
    const over = element("g", { "clip-path": `url(#${clip.id})` }, group);
    const zoom = pattern.patternTransform.baseVal.consolidate()?.matrix.a || 1;
    const tiles = tilesUnder(shapes, Number(pattern.getAttribute("width")), zoom);
    element("g", { transform: `scale(${zoom})` }, over).append(drawing(pattern, tiles));
    const ground = getComputedStyle(pattern.querySelector("rect")).fill;
    plain.push(...patterned.map((shape) => [shape, shape.style.fill]));
    patterned.forEach((shape) => {
      shape.style.fill = ground;
    });
    made.push(clip, over);
  }
}

export function flatten() {
  findAll(".map-svg .shapes, #small-maps-grid .shapes").forEach((group, number) => {
    if (getComputedStyle(group).visibility !== "hidden") flattenGroup(group, number);
  });
}

export function restore() {
  made.forEach((added) => added.remove());
  plain.forEach(([shape, fill]) => {
    shape.style.fill = fill;
  });
  made = [];
  plain = [];
}
