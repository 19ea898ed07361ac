/* What panels and controls tell the page of themselves: how a panel is painted from an answer, what a list of choices
   changes in the view's query, and what a button with a data attribute means. */

const panels = {};
const mapPanels = {};
const changes = {};
const presses = {};

/* `paint(content, payload)` gets `panels[name]` of an answer, null where the panel is right as it is. */
export function onPanel(name, paint) {
  panels[name] = paint;
}

/* As `onPanel`, for what belongs to the map: it is painted with it, the other panels after the charts. */
export function onMapPanel(name, paint) {
  mapPanels[name] = paint;
}

/* `change(parts, value)` puts the value that a control has now into the parts of the view's query. */
export function onChange(id, change) {
  changes[id] = change;
}

/* `press(parts, value)` does so for a button with a data attribute; `focusAfter(value)` selects where the keyboard
   goes on when the button pressed is gone from the answer. */
export function onPress(name, press, focusAfter) {
  presses[name] = { press, focusAfter };
}

export const painters = () => panels;
export const mapPainters = () => mapPanels;
export const changeOf = (id) => changes[id];
export const pressOf = (dataset) => Object.entries(presses).find(([name]) => name in dataset);
