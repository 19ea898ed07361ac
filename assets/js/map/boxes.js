/* Boxes in the units of the outlines: `x, y, width, height`. */

/* The box around a path of the outlines, whose rings start at a point and go on in steps: asking the
   browser for it would lay the page out anew. */
export function boxOfPath(d) {
  let left = Infinity,
    top = Infinity,
    right = -Infinity,
    bottom = -Infinity;
  for (const ring of d.split("M").slice(1)) {
    const numbers = ring.match(/-?\d*\.?\d+/g);
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

export const middleOf = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
export const holds = (box, point) =>
  point.x >= box.x && point.x <= box.x + box.width && point.y >= box.y && point.y <= box.y + box.height;
export const overlap = (one, other) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;
export const wholeOf = ({ outlines }) => ({ x: 0, y: 0, width: outlines.width, height: outlines.height });
