/* The legend's rows show where their places are: a row pointed at, focused or pressed leaves only its places in full
   color. One rule of a stylesheet does it for thousands of shapes, whatever classes the row stands for. */

import * as registry from "../explore/registry.js";
import { closestOf, findAll } from "../shell/dom.js";

const KIND = /^[\w-]+$/;
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const state = { shown: "", pressed: "" };

/* Unreliable figures have a row of their own, and are not counted in their class's; those that are faint count. */
/** @type {(kind: string) => string} */
const selector = (kind) =>
  kind === "unreliable" || kind.startsWith("faint") ? `.${kind}` : `.${kind}:not(.unreliable)`;

/**
 * @param {string} kind
 */
function show(kind) {
  if (state.shown === kind) return;
  state.shown = kind;
  sheet.replaceSync(kind ? `.shapes path[data-place]:not(${selector(kind)}) { fill-opacity: 0.13; }` : "");
}

/** @type {(event: Event) => HTMLElement | null} */
const rowOf = (event) => closestOf(event, "[data-legend]");
/** @type {(row: HTMLElement | null) => string} */
const kindOf = (row) => (row?.dataset.legend && KIND.test(row.dataset.legend) ? row.dataset.legend : "");

function mark() {
  findAll("[data-legend]").forEach((row) =>
    row.setAttribute("aria-pressed", String(row.dataset.legend === state.pressed)),
  );
}

/**
 * @param {Event} event
 */
function enter(event) {
  const kind = kindOf(rowOf(event));
  if (kind) show(kind);
}

/**
 * @param {Event} event
 */
function leave(event) {
  if (rowOf(event)) show(state.pressed);
}

document.addEventListener("pointerover", enter);
document.addEventListener("pointerout", leave);
document.addEventListener("focusin", (event) => {
  if (closestOf(event, "[data-legend]")?.matches(":focus-visible")) enter(event);
});
document.addEventListener("focusout", leave);
document.addEventListener("click", (event) => {
  const kind = kindOf(rowOf(event));
  if (!kind) return;
  state.pressed = state.pressed === kind ? "" : kind;
  show(state.pressed);
  mark();
});

/* Another view may have no such row any more. */
registry.onPanel("map-legend-rows", () => {
  if (!state.pressed) return;
  if (!document.querySelector(`[data-legend="${state.pressed}"]`)) state.pressed = "";
  show(state.pressed);
  mark();
});
