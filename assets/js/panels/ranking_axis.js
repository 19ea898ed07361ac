/* The places that a ranking counts, and the axis that the figures of its rows stand on. */

import { NO_FIGURE } from "../map/card_lines.js";

/** Beyond this many times the largest figure an interval is cut, or it would press the dots together. */
const LONGEST = 1.6;

/**
 * @typedef {{ code: string, index: number, shown: number }} RankedPlace
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
