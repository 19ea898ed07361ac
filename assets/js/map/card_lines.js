/* What a map's hover card says of one place: sentence forms from the server, filled with the map's own numbers. */

export const NO_FIGURE = -2147483648;
/** @typedef {[kind: string, text: string]} CardLine */

const SIGN_MINUS = "−";

/**
 * A scaled whole number written as on every other panel.
 * @param {number} value
 * @param {number} decimals
 */
export function written(value, decimals) {
  const text = (Math.abs(value) / 10 ** decimals).toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return value < 0 ? SIGN_MINUS + text : text;
}

/**
 * @param {string} form
 * @param {Record<string, string | number>} numbers
 */
export function fill(form, numbers) {
  return form.replace(/\{(\w+)\}/g, (_, name) => String(numbers[name]));
}

/**
 * The highest that a withheld rate could be, which is sent for the places withheld alone, in their order.
 * @param {DecodedValues} values
 * @param {number} index
 * @returns {CardLine[]}
 */
function mostLine(values, index) {
  /** @param {unknown} _ @param {number} place */
  const isWithheld = (_, place) =>
    values.status_ids[values.statuses[place]] === "suppressed" && values.count[place] === NO_FIGURE;
  if (!values.most || !values.most_words || !isWithheld(null, index)) return [];
  const most = values.most[values.count.subarray(0, index).filter(isWithheld).length];
  return most ? [["small", fill(values.most_words, { most: written(most, 1) })]] : [];
}

/**
 * The rank of a place and its interval, where it has them.
 * @param {DecodedValues} values
 * @param {number} index
 * @returns {string[]}
 */
export function rankLines({ rank, rank_lower, rank_upper, words }, index) {
  if (!rank[index] || !words.rank) return [];
  const said = [fill(words.rank, { rank: rank[index].toLocaleString("en-US") })];
  if (!rank_lower[index] || !words.rank_interval) return said;
  const [lower, upper] = [rank_lower, rank_upper].map((ends) => ends[index].toLocaleString("en-US"));
  return [...said, fill(words.rank_interval, { lower, upper })];
}

/**
 * The interval of a rank as it stands beside it.
 * @param {DecodedValues} values
 * @param {number} index
 */
export const rankInterval = ({ rank_lower, rank_upper }, index) =>
  rank_lower[index]
    ? `${rank_lower[index].toLocaleString("en-US")}–${rank_upper[index].toLocaleString("en-US")}`
    : "";

/**
 * What a hover card says of one place of a map's values.
 * @param {DecodedValues} values
 * @param {number} index
 * @returns {CardLine[]}
 */
export function linesOf(values, index) {
  const status = values.status_ids[values.statuses[index]];
  const reason = values.reason_words[values.reasons[index]];
  const { words } = values;
  const statusWords = reason || words.statuses[status];
  if (values.shown[index] === NO_FIGURE) {
    const count =
      values.count[index] === NO_FIGURE || !words.count
        ? []
        : [fill(words.count, { count: written(values.count[index], 0) })];
    /** @type {CardLine[]} */
    const lines = [["status", statusWords]];
    return [
      ...lines,
      ...count.map((text) => /** @type {CardLine} */ (["small", text])),
      ...mostLine(values, index),
    ];
  }
  /** @type {CardLine[]} */
  const lines = [
    [
      "figure",
      fill(words.shown, {
        shown: written(values.shown[index], values.decimals),
        sign: values.shown[index] > 0 ? "+" : "",
      }),
    ],
  ];
  if (values.lower[index] !== NO_FIGURE) {
    lines.push([
      "small",
      fill(words.interval, {
        lower: written(values.lower[index], values.decimals),
        upper: written(values.upper[index], values.decimals),
      }),
    ]);
  }
  if (words.count) lines.push(["small", fill(words.count, { count: written(values.count[index], 0) })]);
  lines.push(["small", statusWords]);
  for (const text of rankLines(values, index)) lines.push(["small", text]);
  return lines;
}
