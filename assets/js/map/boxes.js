/* Boxes in the units of the outlines. */

const CLOSEST = 40;

/**
 * The box around a path of the outlines, whose rings start at a point and go on in steps: asking the browser for it
 * would lay the page out anew.
 * @param {string} d
 * @returns {Box}
 */
export function boxOfPath(d) {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const ring of d.split("M").slice(1)) {
    const numbers = ring.match(/-?\d*\.?\d+/g) || [];
    for (let index = 0, x = 0, y = 0; index < numbers.length; index += 2) {
      x += Number(numbers[index]);
      y += Number(numbers[index + 1]);
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** @param {Box} box @returns {Point} */
export const middleOf = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** @param {Box} box @param {Point} point */
export const holds = (box, point) =>
  point.x >= box.x && point.x <= box.x + box.width && point.y >= box.y && point.y <= box.y + box.height;

/** @param {Box} one @param {Box} other */
export const overlap = (one, other) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/** @param {{ outlines: { width: number, height: number } }} set @returns {Box} */
export const wholeOf = ({ outlines }) => ({ x: 0, y: 0, width: outlines.width, height: outlines.height });

/** @param {number} value @param {number} low @param {number} high */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * Keeps a box within the whole, as far as it is smaller.
 * @param {Box} whole
 * @param {Box} box
 * @returns {Box}
 */
export function within(whole, box) {
  /** @param {number} start @param {number} size @param {number} room */
  const along = (start, size, room) => (size >= room ? (room - size) / 2 : clamp(start, 0, room - size));
  return { ...box, x: along(box.x, box.width, whole.width), y: along(box.y, box.height, whole.height) };
}

/**
 * The box `factor` times closer, with `fixed` where it was on screen.
 * @param {Box} whole
 * @param {Box} box
 * @param {number} factor
 * @param {Point} fixed
 * @returns {Box}
 */
export function closer(whole, box, factor, fixed) {
  const least = Math.max(whole.width, whole.height) / CLOSEST;
  const shrink = Math.min(factor, Math.max(box.width, box.height) / least);
  const width = box.width / shrink;
  const height = box.height / shrink;
  if (width >= whole.width || height >= whole.height) return whole;
  return within(whole, {
    x: fixed.x - (fixed.x - box.x) / shrink,
    y: fixed.y - (fixed.y - box.y) / shrink,
    width,
    height,
  });
}
