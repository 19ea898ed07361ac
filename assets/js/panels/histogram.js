/* The columns, the range and the marks of a histogram. */

export const COLUMNS = 40;
/** Share of the figures at an end that would stretch all the rest. */
const TAIL = 0.01;
/** Share of the width that a label's letter takes, for labels that must not lie on each other. */
const LETTER = 0.021;

/**
 * @typedef {{ low: number, high: number }} Range
 * @typedef {{ text: string, shown: number, kind: string }} Mark
 */

/**
 * From the lowest to the highest figure, without the hundredth at an end that would stretch the rest.
 * @param {number[]} ordered
 * @param {boolean} diverging
 * @returns {Range}
 */
export function rangeOf(ordered, diverging) {
  /** @param {number} share */
  const at = (share) => ordered[Math.round(share * (ordered.length - 1))];
  const low = diverging ? at(TAIL) : Math.min(0, ordered[0]);
  const high = at(1 - TAIL);
  return high > low ? { low, high } : { low: ordered[0], high: ordered[0] + 1 };
}

/**
 * Figures at zero are said in words: they are often so many that their column would press all others flat.
 * @param {{ diverging: boolean }} values
 * @param {number} shown
 */
export const isZero = (values, shown) => shown === 0 && !values.diverging;

/** @param {number} number @param {Range} range */
const columnOf = (number, { low, high }) =>
  Math.min(COLUMNS - 1, Math.max(0, Math.floor(((number - low) / (high - low)) * COLUMNS)));

/**
 * How many places of each class stand in each column.
 * @param {Pick<DecodedValues, "classes" | "diverging">} values
 * @param {{ index: number, shown: number }[]} ranked
 * @param {Range} range
 */
export function columnsOf(values, ranked, range) {
  /** @type {Map<number, number>[]} */
  const columns = Array.from({ length: COLUMNS }, () => new Map());
  for (const { index, shown } of ranked) {
    if (isZero(values, shown)) continue;
    const column = columns[columnOf(shown, range)];
    column.set(values.classes[index], (column.get(values.classes[index]) || 0) + 1);
  }
  return columns;
}

/**
 * Where the marks stand; labels that would lie on each other get lines of their own.
 * @param {Mark[]} marks
 * @param {Range} range
 */
export function marksOf(marks, range) {
  /** @type {number[]} */
  const lines = [];
  return [...marks]
    .sort((one, other) => one.shown - other.shown)
    .map(({ text, shown, kind }) => {
      const share = Math.min(1, Math.max(0, (shown - range.low) / (range.high - range.low)));
      const width = text.length * LETTER;
      const start = Math.min(Math.max(share - width / 2, 0), 1 - width);
      const free = lines.findIndex((end) => end < start);
      const line = free < 0 ? lines.length : free;
      lines[line] = start + width + LETTER;
      const align = share < width / 2 ? "start" : share > 1 - width / 2 ? "end" : "middle";
      return { text, kind, share, line, align };
    });
}

/** @param {number[]} ordered */
export function medianOf(ordered) {
  const middle = ordered.length >> 1;
  return ordered.length % 2 ? ordered[middle] : Math.round((ordered[middle - 1] + ordered[middle]) / 2);
}
