/* From one view to the next: by a choice on the page, and by the browser's way back. */

import * as currentView from "./current_view.js";
import { requestView, requested, shown } from "./transport.js";
import { choosePeriod, choosePlace, compare, searchOf } from "./view_query.js";

/* The view as the server read it, so that a part it set aside is not carried on; while an answer is awaited, the view
   asked for. */
export function currentParts() {
  return new URLSearchParams(requested() ?? currentView.answer()?.query ?? window.location.search);
}

/**
 * Asks for the view of these parts; false where it is the one on screen or under way.
 * @param {URLSearchParams} parts
 */
export function navigate(parts) {
  const wanted = searchOf(parts);
  if (wanted === (requested() ?? window.location.search)) return false;
  requestView(wanted);
  return true;
}

/**
 * @param {string} place
 * @param {boolean} isBeside
 */
export function chooseOnMap(place, isBeside) {
  const parts = currentParts();
  if (isBeside) compare(parts, place);
  else choosePlace(parts, place);
  navigate(parts);
}

/**
 * The period that the player came to, at the level of the map it played.
 * @param {string} period
 * @param {string} level
 */
export function goToPeriod(period, level) {
  const parts = currentParts();
  choosePeriod(parts, period);
  if (level) parts.set("level", level);
  return navigate(parts);
}

/* The way back changes the view like any control. Left to Dash's own router it would make the whole page anew,
   slowly, and what the old one held would never be freed. */
const { pathname } = window.location;
document.addEventListener("way-back", (event) => {
  if (window.location.pathname !== pathname) return;
  event.preventDefault();
  if (window.location.search !== (requested() ?? shown())) requestView(window.location.search);
});
