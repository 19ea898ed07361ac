/* The nine classes of two figures in one map: a tercile of each. */

import { NO_FIGURE } from "../map/card_lines.js";

/**
 * A place on one of the two maps: its tercile, or null and why it has none.
 * @typedef {{ status: string, tercile: number | null }} Side
 */

/**
 * How many of the two limits a value exceeds: 0, 1 or 2.
 * @param {number} value
 * @param {number[]} limits
 */
export const tercileOf = (value, limits) => limits.filter((limit) => value > limit).length;

/**
 * @param {Pick<DecodedValues, "status_ids" | "statuses" | "shown">} values
 * @param {number | undefined} index Position of the place; undefined where the map does not have it.
 * @param {number[]} limits
 * @returns {Side}
 */
export function sideOf(values, index, limits) {
  if (index === undefined) return { status: "missing", tercile: null };
  const status = values.status_ids[values.statuses[index]];
  const figure = values.shown[index];
  return { status, tercile: figure === NO_FIGURE ? null : tercileOf(figure, limits) };
}

/**
 * The look of a place, `classes|status`: that of a missing figure where either map has none.
 * @param {Side} first
 * @param {Side} second
 */
export function lookOf(first, second) {
  const without = [first, second].find((side) => side.tercile === null);
  if (without) return `absent ${without.status}|${without.status}`;
  const isUnreliable = [first, second].some((side) => side.status === "unreliable");
  const look = `b${first.tercile}${second.tercile}`;
  return isUnreliable ? `unreliable ${look}|unreliable` : `${look}|${first.status}`;
}
