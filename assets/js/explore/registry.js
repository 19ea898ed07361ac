/* What panels and controls tell the page of themselves: how a panel is painted from an answer, what a list of choices
   changes in the view's query, and what a button with a data attribute means. */

/**
 * @typedef {(content: any, payload: Payload) => unknown} PaintPanel
 * @typedef {(parts: URLSearchParams, value: string) => void} ChangeView
 * @typedef {{ press: ChangeView, focusAfter?: (value: string) => string | null }} Press
 */

/** @type {Record<string, PaintPanel>} */
const panels = {};
/** @type {Record<string, PaintPanel>} */
const mapPanels = {};
/** @type {Record<string, ChangeView>} */
const changes = {};
/** @type {Record<string, Press>} */
const presses = {};

/**
 * `paint(content, payload)` gets `panels[name]` of an answer, null where the panel is right as it is.
 * @param {string} name
 * @param {PaintPanel} paint
 */
export function onPanel(name, paint) {
  panels[name] = paint;
}

/**
 * As `onPanel`, for what belongs to the map: it is painted with it, the other panels after the charts.
 * @param {string} name
 * @param {PaintPanel} paint
 */
export function onMapPanel(name, paint) {
  mapPanels[name] = paint;
}

/**
 * `change(parts, value)` puts the value that a control has now into the parts of the view's query.
 * @param {string} id
 * @param {ChangeView} change
 */
export function onChange(id, change) {
  changes[id] = change;
}

/**
 * `press(parts, value)` does so for a button with a data attribute; `focusAfter(value)` selects where the
 * keyboard goes on when the button pressed is gone from the answer.
 * @param {string} name
 * @param {ChangeView} press
 * @param {(value: string) => string | null} [focusAfter]
 */
export function onPress(name, press, focusAfter) {
  presses[name] = { press, focusAfter };
}

/** @type {PromiseWithResolvers<boolean>} */
const registered = Promise.withResolvers();

/* Says that no module of the page will register anything more, and whether all of them could be loaded. */
export const complete = registered.resolve;
export const whenComplete = () => registered.promise;

export const painters = () => panels;
export const mapPainters = () => mapPanels;
/**
 * @param {string} id
 * @returns {ChangeView | undefined}
 */
export const changeOf = (id) => changes[id];
/**
 * @param {DOMStringMap} dataset
 * @returns {[string, Press] | undefined}
 */
export const pressOf = (dataset) => Object.entries(presses).find(([name]) => name in dataset);
