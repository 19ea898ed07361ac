/* The marks of a histogram. */

/** Share of the width that a label's letter takes, for labels that must not lie on each other. */
const LETTER = 0.021;

/**
 * @typedef {{ low: number, high: number }} Range
 * @typedef {{ text: string, shown: number, kind: string }} Mark
 */

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
