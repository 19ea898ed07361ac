/* The values of a map, and the class that each of its shapes shows them by. */

import { bytes, whole } from "./bytes.js";
import { NO_FIGURE } from "./card_lines.js";

export const NO_CLASS = 255;

/**
 * @param {MapValues} values
 * @returns {DecodedValues}
 */
export function decode(values) {
  /** @type {any} */
  const decoded = { ...values };
  for (const name of ["classes", "statuses", "reasons"]) decoded[name] = bytes(values[name]);
  for (const name of ["shown", "lower", "upper", "count", "rank", "rank_lower", "rank_upper"])
    decoded[name] = whole(values[name]);
  if (values.most) decoded.most = whole(values.most);
  return decoded;
}

/**
 * @param {string} status
 * @param {number | null} number
 * @param {Palette} palette
 */
function shapeClass(status, number, { colors, unclassed }) {
  if (number === null) return `absent ${status}`;
  if (number === NO_CLASS) return unclassed;
  return `${status === "unreliable" ? "unreliable " : ""}${colors[number]}`;
}

/**
 * The look of a shape: its class and its status. `number` is null where there is no figure.
 * @param {string} status
 * @param {number | null} number
 * @param {Palette} palette
 * @param {string} [faint]
 */
export const look = (status, number, palette, faint = "") =>
  `${shapeClass(status, number, palette)}${faint}|${status}`;

/**
 * Steps fainter by the width of the interval; `fade` holds the widths, in percent of the value, that each
 * exceed.
 * @param {Pick<DecodedValues, "fade" | "shown" | "lower" | "upper">} values
 * @param {number} index
 */
export function faintness({ fade, shown, lower, upper }, index) {
  if (!fade || shown[index] <= 0 || lower[index] === NO_FIGURE) return "";
  const width = (upper[index] - lower[index]) * 100;
  return ` faint${fade.filter((limit) => width > limit * shown[index]).length}`;
}

/**
 * Every look that a byte of a frame can stand for.
 * @param {Palette & { status_ids: string[], step: number, unclassed_code: number, no_figure_code: number }} header
 */
export function looksOf({ status_ids, step, unclassed_code, no_figure_code, ...palette }) {
  return Array.from({ length: status_ids.length * step }, (_, code) => {
    const number = code % step;
    return look(
      status_ids[Math.floor(code / step)],
      number === no_figure_code ? null : number === unclassed_code ? NO_CLASS : number,
      palette,
    );
  });
}
