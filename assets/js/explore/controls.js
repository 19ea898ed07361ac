/* The controls of the page: a choice, a click or a press of a key changes the view. */

import { mainMap } from "../map/main_map.js";
import { closestOf, findList } from "../shell/dom.js";
import * as currentView from "./current_view.js";
import { chooseOnMap, currentParts, navigate } from "./navigation.js";
import { focusAfterPaint } from "./painter.js";
import { changeOf, onChange, onPress, pressOf } from "./registry.js";
import { retry } from "./transport.js";
import * as viewQuery from "./view_query.js";

onChange("indicator", viewQuery.chooseIndicator);
onChange("drug", viewQuery.chooseDrug);
onChange("measure", viewQuery.chooseMeasure);
onChange("level", (parts, value) => parts.set("level", value));
onChange("kind", viewQuery.chooseKind);
onChange("state", viewQuery.choosePlace);
onChange("county", (parts, value) =>
  viewQuery.choosePlace(parts, value === viewQuery.ALL_COUNTIES ? findList("state").value : value),
);
onChange("period", viewQuery.choosePeriod);
onChange("seized", (parts, value) => parts.set("seized", value));
onChange("areas", viewQuery.chooseAreas);
onChange("area", viewQuery.chooseArea);
onChange("compare-with", viewQuery.compare);
onChange("months", (parts, value) => viewQuery.chooseMonths(parts, value, findList("period").value));

onPress("go", viewQuery.choosePlace, () => "#state");
onPress("drop", viewQuery.compare, () => "#compare-with");
onPress("area", viewQuery.toggleArea, (area) => `[data-area="${CSS.escape(area)}"]`);

/** @type {Record<string, (button: HTMLElement) => unknown>} */
const BUTTONS = {
  "clear-range": () => {
    const parts = currentParts();
    focusAfterPaint("#period");
    parts.delete("since");
    navigate(parts);
  },
  reset: () => navigate(new URLSearchParams()),
  "copy-link": copyLink,
};

/**
 * @param {HTMLElement} button
 */
async function copyLink(button) {
  const link = `${window.location.origin}${window.location.pathname}?${currentView.lastingParts()}`;
  try {
    await navigator.clipboard.writeText(link);
    button.textContent = "Link copied";
  } catch {
    button.textContent = "Copy the address bar";
  }
}

document.addEventListener("change", (event) => {
  const control = /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target);
  const change = changeOf(control.id);
  if (!change || !currentView.answer()) return;
  const parts = currentParts();
  change(parts, control.value);
  navigate(parts);
});

document.addEventListener("click", (event) => {
  const button = closestOf(event, "button");
  if (!button) return;
  const found = pressOf(button.dataset);
  if (found) press(button, ...found);
  else BUTTONS[button.id]?.(button);
  if ("retry" in button.dataset) retry();
});

/**
 * @param {HTMLElement} button
 * @param {string} name
 * @param {import("./registry.js").Press} meaning
 */
function press(button, name, { press: act, focusAfter }) {
  const value = button.dataset[name] ?? "";
  const parts = currentParts();
  focusAfterPaint(focusAfter ? focusAfter(value) : null);
  act(parts, value);
  navigate(parts);
}

mainMap.whenChosen(chooseOnMap);
