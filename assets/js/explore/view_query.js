/* How a choice changes the query of a view. Pure functions on URLSearchParams, here called `parts`. */

export const NATION = "US";
export const ALL_COUNTIES = "all";
const ALL_AREAS = "all";
const PEERS = "peers";
const DEFAULT_MONTHS = "12";
export const MOST_COMPARED = 4;

/**
 * @param {URLSearchParams} parts
 * @param {string} name
 * @param {string} value
 */
export function setOrDelete(parts, name, value) {
  if (value) parts.set(name, value);
  else parts.delete(name);
}

/**
 * @param {URLSearchParams} parts
 * @param {string[]} names
 */
function deleteAll(parts, names) {
  names.forEach((name) => parts.delete(name));
}

/**
 * The search of an address, with the separators of lists as people read them.
 * @param {URLSearchParams} parts
 */
export function searchOf(parts) {
  const text = parts.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%3B", ";");
  return text ? `?${text}` : "";
}

/**
 * @param {URLSearchParams} parts
 */
const compared = (parts) => (parts.get("compare") || "").split(",").filter(Boolean);

/**
 * @param {URLSearchParams} parts
 * @param {string} place
 */
export function choosePlace(parts, place) {
  setOrDelete(parts, "place", place === NATION ? "" : place);
  // Only a county has peers.
  if (!/^\d{5}$/.test(place))
    setOrDelete(
      parts,
      "compare",
      compared(parts)
        .filter((other) => other !== PEERS)
        .join(","),
    );
}

/**
 * Adds a place to those compared, or takes it away where it is one of them; the oldest makes room.
 * @param {URLSearchParams} parts
 * @param {string} place
 */
export function compare(parts, place) {
  const places = compared(parts);
  const kept = places.includes(place)
    ? places.filter((other) => other !== place)
    : [...places, place].slice(-MOST_COMPARED);
  setOrDelete(parts, "compare", kept.join(","));
}

/**
 * Own limits of the classes are in the unit of what they were chosen for.
 * @param {URLSearchParams} parts
 */
function deleteOwnLimits(parts) {
  if (/^[0-9]/.test(parts.get("classes") || "")) parts.delete("classes");
}

/**
 * @param {URLSearchParams} parts
 * @param {string} indicator
 */
export function chooseIndicator(parts, indicator) {
  deleteOwnLimits(parts);
  deleteAll(parts, ["drug", "measure", "level", "kind", "source", "period", "since", "seized"]);
  parts.set("indicator", indicator);
}

/**
 * @param {URLSearchParams} parts
 * @param {string} drug
 */
export function chooseDrug(parts, drug) {
  deleteAll(parts, ["level", "seized"]);
  parts.set("drug", drug);
}

/**
 * @param {URLSearchParams} parts
 * @param {string} measure
 */
export function chooseMeasure(parts, measure) {
  deleteOwnLimits(parts);
  parts.set("measure", measure);
}

/**
 * @param {URLSearchParams} parts
 * @param {string} kind
 */
export function chooseKind(parts, kind) {
  deleteAll(parts, ["level", "source", "period", "since"]);
  parts.set("kind", kind);
}

/**
 * @param {URLSearchParams} parts
 * @param {string} period
 */
export function choosePeriod(parts, period) {
  parts.delete("since");
  parts.set("period", period);
}

/**
 * The months from `since` to `period`, both as YYYY-MM; a range that ends before it begins is the period
 * alone.
 * @param {URLSearchParams} parts
 * @param {string} since
 * @param {string} period
 */
export function chooseRange(parts, since, period) {
  parts.set("period", period);
  setOrDelete(parts, "since", since < period ? since : "");
}

/**
 * The month `count` months before one of the form YYYY-MM.
 * @param {string} month
 * @param {number} count
 */
export function monthsBefore(month, count) {
  const [year, number] = month.slice(0, 7).split("-").map(Number);
  const index = year * 12 + number - 1 - count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/**
 * @param {URLSearchParams} parts
 * @param {string} months
 * @param {string} period
 */
export function chooseMonths(parts, months, period) {
  parts.set("period", period);
  setOrDelete(parts, "since", months === DEFAULT_MONTHS ? "" : monthsBefore(period, Number(months) - 1));
}

/**
 * @param {URLSearchParams} parts
 * @param {string} areas
 */
export function chooseAreas(parts, areas) {
  parts.delete("area");
  parts.set("areas", areas);
}

/**
 * @param {URLSearchParams} parts
 * @param {string} area
 */
export function chooseArea(parts, area) {
  setOrDelete(parts, "area", area === ALL_AREAS ? "" : area);
}

/**
 * @param {URLSearchParams} parts
 * @param {string} area
 */
export function toggleArea(parts, area) {
  setOrDelete(parts, "area", parts.get("area") === area ? "" : area);
}

/**
 * The newest period that ends by a day or month; one called by its year is drawn at the year's first day.
 * `periods` begins with the newest; the oldest stands for whatever is before it.
 * @param {string[]} periods
 * @param {string} text
 * @param {string} kind
 */
export function nearestPeriod(periods, text, kind) {
  const length = ["year", "pooled years"].includes(kind) ? 4 : text.length;
  return (
    periods.find((period) => period.slice(0, length) <= text.slice(0, length)) || periods[periods.length - 1]
  );
}

/**
 * The address of a view; parts of the page whose key the server knows to be shown are left out of its
 * answer.
 * @param {string} search
 * @param {Record<string, string>} keys
 */
export function viewAddress(search, keys) {
  const shown = Object.entries(keys)
    .map(([part, key]) => `${part}:${key}`)
    .join(",");
  return `/view?${search.slice(1)}&shown=${shown}`;
}
