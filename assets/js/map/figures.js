/* The figures behind the map as a list of places, for panels that show them another way. */

import { NO_FIGURE, written } from "./card_lines.js";
import { mainMap } from "./main_map.js";

/* The last answer's vectors; while a frame is played the map shows none of its own. */
/** @type {{ values: DecodedValues | null, places: FiguredPlace[] }} */
let kept = { values: null, places: [] };

/** @returns {{ values: DecodedValues, places: FiguredPlace[] }} */
export function figures() {
  const values = /** @type {DecodedValues | null} */ (mainMap.shown());
  if (values && values !== kept.values) kept = { values, places: placesOf(values) };
  return /** @type {{ values: DecodedValues, places: FiguredPlace[] }} */ (kept);
}

/**
 * @param {DecodedValues} values
 * @returns {FiguredPlace[]}
 */
function placesOf(values) {
  const { outlines } = /** @type {{ outlines: Outlines }} */ (/** @type {unknown} */ (mainMap.drawn()));
  const { place, name } = outlines[values.level];
  const states = Object.fromEntries(
    outlines.state.place.map((code, index) => [code, outlines.state.name[index]]),
  );
  return place.map((code, index) => ({
    code,
    index,
    name: values.level === "county" ? `${name[index]}, ${states[code.slice(0, 2)]}` : name[index],
    shown: values.shown[index],
    ranked: values.rank[index] > 0 && values.shown[index] !== NO_FIGURE,
  }));
}

/**
 * What is said of a place's status, with its reason where it has one; a reason for holding back says both.
 * @param {DecodedValues} values
 * @param {number} index
 */
export function statusWords(values, index) {
  const status = values.status_ids[values.statuses[index]],
    reason = values.reason_words[values.reasons[index]];
  if (!reason) return values.words.statuses[status];
  return status === "suppressed" || status === "withheld"
    ? reason
    : `${values.words.statuses[status]} (${reason})`;
}

/**
 * @param {Pick<DecodedValues, "diverging" | "decimals">} values
 * @param {number} number
 * @param {string} suffix
 */
export function signed(values, number, suffix) {
  const sign = values.diverging && number > 0 ? "+" : "";
  return `${sign}${written(number, values.decimals)}${suffix}`;
}
