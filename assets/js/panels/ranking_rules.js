/* Which places a ranking lists, and the axis that their figures stand on. */

import { NO_FIGURE } from "../map/card_lines.js";

const LISTED = 10;
/** Beyond this many times the largest figure an interval is cut, or it would press the dots together. */
const LONGEST = 1.6;

/**
 * @typedef {{ code: string, index: number, shown: number }} RankedPlace
 * @typedef {Pick<DecodedValues, "rank" | "lower" | "upper">} RankedValues
 */

/**
 * Places whose code begins with one of these; all of them where there are none.
 * @template {{ code: string }} T
 * @param {T[]} places
 * @param {string[]} starts
 */
export const inside = (places, starts) =>
  starts.length ? places.filter(({ code }) => starts.some((start) => code.startsWith(start))) : places;

/**
 * Finer than the figures shown, which are rounded.
 * @param {RankedValues} values
 * @returns {(one: RankedPlace, other: RankedPlace) => number}
 */
const byRank = (values) => (one, other) => values.rank[one.index] - values.rank[other.index];

/**
 * @template {RankedPlace} T
 * @param {RankedValues} values
 * @param {T[]} places
 * @param {boolean} isClear Whether only clear rises are listed.
 */
function highest(values, places, isClear) {
  const listed = places.filter(({ index }) => !isClear || values.lower[index] > 0);
  return listed.sort(byRank(values)).slice(0, LISTED);
}

/**
 * @template {RankedPlace} T
 * @param {RankedValues} values
 * @param {T[]} places
 * @param {boolean} isClear Whether only clear falls are listed; else zeros are left out.
 */
function lowest(values, places, isClear) {
  const listed = places.filter(({ index, shown }) =>
    isClear ? values.upper[index] < 0 && values.upper[index] !== NO_FIGURE : shown !== 0,
  );
  return listed.sort(byRank(values)).slice(-LISTED).reverse();
}

/**
 * @template {RankedPlace} T
 * @param {RankedValues} values
 * @param {T[]} places
 * @param {string} focus
 */
function around(values, places, focus) {
  const ordered = [...places].sort(byRank(values));
  const at = ordered.findIndex(({ code }) => code === focus);
  if (at < 0) return [];
  const first = Math.max(0, Math.min(at - LISTED / 2, ordered.length - LISTED));
  return ordered.slice(first, first + LISTED);
}

/**
 * The places of a list, `highest`, `lowest` or `around` the place in focus, of those that have a rank.
 * @template {RankedPlace} T
 * @param {string} list
 * @param {RankedValues} values
 * @param {T[]} places
 * @param {boolean} isClear
 * @param {string} focus
 * @returns {T[]}
 */
export function listOf(list, values, places, isClear, focus) {
  if (list === "around") return around(values, places, focus);
  return list === "lowest" ? lowest(values, places, isClear) : highest(values, places, isClear);
}

/**
 * Tidy ends of an axis that holds zero and every figure.
 * @param {Pick<DecodedValues, "lower" | "upper">} values
 * @param {RankedPlace[]} rows
 */
export function axisOf(values, rows) {
  const shown = rows.map((row) => row.shown);
  /** @param {Int32Array} vector */
  const limits = (vector) => rows.map(({ index }) => vector[index]).filter((limit) => limit !== NO_FIGURE);
  const low = Math.min(0, ...shown, ...limits(values.lower));
  const high = Math.max(0, ...shown, ...limits(values.upper));
  const largest = Math.max(...shown.map(Math.abs), 1);
  return { low: Math.max(low, -LONGEST * largest), high: Math.min(high, LONGEST * largest) };
}
