/* The patterns by which a map tells why a place has no figure, and that a figure is unreliable. */

import { element } from "./svg.js";

const RAMP_STEPS = 25;

/* A pattern that the stylesheet knows as `--pattern-NAME` within the scope; ids hold for the whole page, so
   each map's have a prefix of its own. */
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

export function speckled(svg, prefix, name, scope = svg, ground = `fill-${name}`) {
  const made = pattern(svg, prefix, name, 14, ground, scope);
  element("circle", { cx: 3.5, cy: 3.5, r: 2, class: "speckle" }, made);
  element("circle", { cx: 10.5, cy: 10.5, r: 2, class: "speckle" }, made);
}

export function definePatterns(svg, prefix, scope = svg) {
  element("defs", {}, svg);
  const lined = (name, d) =>
    element("path", { d, class: "line" }, pattern(svg, prefix, name, 16, "paper", scope));
  lined("suppressed", "M0 16L16 0M-4 4L4 -4M12 20L20 12");
  lined("withheld", "M0 0L16 16M12 -4L20 4M-4 12L4 20");
  lined("not_reported", "M0 8H16");
  lined("not_participating", "M8 0V16M0 8H16");
  element(
    "circle",
    { cx: 7, cy: 7, r: 2.2, class: "dot" },
    pattern(svg, prefix, "missing", 14, "paper", scope),
  );
  for (const family of ["c", "d"]) {
    for (let step = 0; step < 5; step += 1) speckled(svg, prefix, `${family}${step}`, scope);
  }
  for (let step = 0; step < RAMP_STEPS; step += 1)
    speckled(svg, prefix, `r${step}`, scope, `fill-ramp r${step}`);
}
