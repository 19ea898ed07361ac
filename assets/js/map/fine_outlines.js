/* Finer outlines of the one state that a county map looks at, in place of its coarse ones. Each state's file is
   loaded once; where it cannot be, the coarse outlines stay. The finer shapes lie over everything else, with a
   margin of paper around them, because their outer border is not that of their coarse neighbors. */

import { find } from "../shell/dom.js";
import { requestJson } from "../shell/http.js";
import { boxOfPath, holds, middleOf } from "./boxes.js";
import { element } from "./svg.js";

const NEAR = 0.4;
const SETTLE_MS = 200;
const found = {};

function once(url) {
  found[url] =
    found[url] ||
    requestJson(url).catch((problem) => {
      delete found[url];
      throw problem;
    });
  return found[url];
}

const median = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

/* How far the finer counties lie from those of a set that was made from another file, and so begins a little
   elsewhere in its view box. */
function apart(map, county) {
  const shifts = Object.entries(county).map(([place, d]) => {
    const drawn = middleOf(map.boxOf(place)),
      finer = middleOf(boxOfPath(d));
    return { x: drawn.x - finer.x, y: drawn.y - finer.y };
  });
  return { x: median(shifts.map(({ x }) => x)), y: median(shifts.map(({ y }) => y)) };
}

/* Finer outlines of a state for the set on the map, if that has the very counties they are of; else null. */
async function finer(map, set, state) {
  const link = /** @type {HTMLLinkElement | null} */ (/** @type {unknown} */ (find("fine-outlines")));
  if (!link) return null;
  const { outlines, states } = await once(link.href);
  if (!states[state]) return null;
  const found = await once(new URL(states[state], link.href));
  const counties = set.outlines.county.place.filter((place) => place.startsWith(state));
  if (
    counties.length !== Object.keys(found.county).length ||
    !counties.every((place) => place in found.county)
  )
    return null;
  return { ...found, shift: set.url.endsWith(outlines) ? { x: 0, y: 0 } : apart(map, found.county) };
}

function shifted(d, { x, y }) {
  return x || y
    ? d.replace(
        /M(-?[\d.]+) (-?[\d.]+)/g,
        (_, left, top) => `M${(Number(left) + x).toFixed(1)} ${(Number(top) + y).toFixed(1)}`,
      )
    : d;
}

/* The state that the map looks at closely: the one in focus, or that in the middle of where it was moved to. */
function closeState(map) {
  const set = map.drawn();
  if (set.svg.dataset.level !== "county") return null;
  if (
    set.looksAt in set.index.state &&
    map.box().width < NEAR * map.whole().width &&
    holds(map.box(), middleOf(map.boxOf(set.looksAt)))
  )
    return set.looksAt;
  if (map.box().width > NEAR * map.whole().width) return null;
  const { x, y } = middleOf(map.box());
  const inside = (state, index) =>
    holds(map.boxOf(state), { x, y }) && set.shapes.state[index].isPointInFill(new DOMPoint(x, y));
  return set.outlines.state.place.find(inside) || null;
}

function give(set, level, place, d) {
  const index = set.index[level][place];
  set.paths[level][index] = d;
  set.shapes[level][index].setAttribute("d", d);
  return set.shapes[level][index];
}

/* Puts the coarse outlines back. */
function coarsen(set) {
  for (const level of ["county", "state"]) {
    set.outlines[level].place.forEach((place, index) => {
      if (place.startsWith(set.close)) give(set, level, place, set.outlines[level].path[index]);
    });
  }
  set.svg.querySelector(".shapes.county").append(...set.closeUp.querySelectorAll("[data-place]"));
  set.closeUp.replaceChildren();
}

function refine(set, state, found) {
  const outline = shifted(found.state, found.shift);
  element("path", { d: outline, class: "margin" }, set.closeUp);
  set.closeUp.append(
    ...Object.entries(found.county).map(([place, d]) => give(set, "county", place, shifted(d, found.shift))),
  );
  give(set, "state", state, outline);
  element("path", { d: outline, class: "edge" }, set.closeUp);
}

async function follow(map) {
  const set = map.drawn();
  const state = closeState(map);
  if ((set.close || null) === state) return;
  const outlines = state ? await finer(map, set, state) : null;
  if (map.drawn() !== set || closeState(map) !== state) return;
  if (set.close) coarsen(set);
  set.close = outlines ? state : null;
  if (outlines) refine(set, state, outlines);
  map.remark();
}

/* The page's own work goes first: shapes are exchanged when nothing else is being painted. */
export function attach(map) {
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (document.documentElement.dataset.busy === "true") wait();
      else follow(map).catch(() => {});
    }, SETTLE_MS);
  };
  map.whenMoved(wait);
}
