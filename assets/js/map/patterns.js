/* The patterns by which a map tells why a place has no figure, and that a figure is unreliable. */

import { element } from "./svg.js";

const RAMP_STEPS = 25;
const HATCHED = ["suppressed", "withheld", "not_reported", "not_participating"];

/**
 * From the table of `assets/css/map_looks.css`, which the pictures for files read too.
 * @param {string} name
 */
const look = (name) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim().replaceAll('"', "");

/**
 * A pattern that the stylesheet knows as `--pattern-NAME` within the scope; ids hold for the whole page, so
 * each map's have a prefix of its own.
 * @param {SVGElement} svg
 * @param {string} prefix
 * @param {string} name
 * @param {number | string} size
 * @param {string} ground
 * @param {SVGElement} scope
 */
function pattern(svg, prefix, name, size, ground, scope) {
  const id = `${prefix}-pattern-${name}`;
  scope.style.setProperty(`--pattern-${name}`, `url("#${id}")`);
  const made = element(
    "pattern",
    { id, width: size, height: size, patternUnits: "userSpaceOnUse", class: "map-pattern" },
    svg.querySelector("defs"),
  );
  element("rect", { width: size, height: size, class: ground }, made);
  return made;
}

/**
 * @param {SVGElement} svg
 * @param {string} prefix
 * @param {string} name
 * @param {SVGElement} [scope]
 * @param {string} [ground]
 */
export function speckled(svg, prefix, name, scope = svg, ground = `fill-${name}`) {
  const size = Number(look("dots-size"));
  const made = pattern(svg, prefix, name, size, ground, scope);
  for (const at of [size / 4, (size * 3) / 4])
    element("circle", { cx: at, cy: at, r: look("speckle-radius"), class: "speckle" }, made);
}

/**
 * @param {SVGElement} svg
 * @param {string} prefix
 * @param {SVGElement} [scope]
 */
export function definePatterns(svg, prefix, scope = svg) {
  element("defs", {}, svg);
  const [hatched, dotted] = [look("hatch-size"), Number(look("dots-size"))];
  for (const name of HATCHED) {
    const made = pattern(svg, prefix, name, hatched, "paper", scope);
    element("path", { d: look(`hatch-${name}`), class: "line" }, made);
  }
  element(
    "circle",
    { cx: dotted / 2, cy: dotted / 2, r: look("dot-radius"), class: "dot" },
    pattern(svg, prefix, "missing", dotted, "paper", scope),
  );
  for (const family of ["c", "d"]) {
    for (let step = 0; step < 5; step += 1) speckled(svg, prefix, `${family}${step}`, scope);
  }
  for (let step = 0; step < RAMP_STEPS; step += 1)
    speckled(svg, prefix, `r${step}`, scope, `fill-ramp r${step}`);
}
