/* How a choice changes the query of a view. Pure functions on URLSearchParams, here called `parts`. */

export const NATION = "US";
export const ALL_COUNTIES = "all";
const ALL_AREAS = "all";
const PEERS = "peers";
const DEFAULT_MONTHS = "12";
export const MOST_COMPARED = 4;

export function setOrDelete(parts, name, value) {
  if (value) parts.set(name, value);
  else parts.delete(name);
}

function deleteAll(parts, names) {
  names.forEach((name) => parts.delete(name));
}

/* The search of an address, with the separators of lists as people read them. */
export function searchOf(parts) {
  const text = parts.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%3B", ";");
  return text ? `?${text}` : "";
}

const compared = (parts) => (parts.get("compare") || "").split(",").filter(Boolean);

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

/* Adds a place to those compared, or takes it away where it is one of them; the oldest makes room. */
export function compare(parts, place) {
  const places = compared(parts);
  const kept = places.includes(place)
    ? places.filter((other) => other !== place)
    : [...places, place].slice(-MOST_COMPARED);
  setOrDelete(parts, "compare", kept.join(","));
}

/* Own limits of the classes are in the unit of what they were chosen for. */
function deleteOwnLimits(parts) {
  if (/^[0-9]/.test(parts.get("classes") || "")) parts.delete("classes");
}

export function chooseIndicator(parts, indicator) {
  deleteOwnLimits(parts);
  deleteAll(parts, ["drug", "measure", "level", "kind", "source", "period", "since", "seized"]);
  parts.set("indicator", indicator);
}

export function chooseDrug(parts, drug) {
  deleteAll(parts, ["level", "seized"]);
  parts.set("drug", drug);
}

export function chooseMeasure(parts, measure) {
  deleteOwnLimits(parts);
  parts.set("measure", measure);
}

export function chooseKind(parts, kind) {
  deleteAll(parts, ["level", "source", "period", "since"]);
  parts.set("kind", kind);
}

export function choosePeriod(parts, period) {
  parts.delete("since");
  parts.set("period", period);
}

/* The months from `since` to `period`, both as YYYY-MM; a range that ends before it begins is the period alone. */
export function chooseRange(parts, since, period) {
  parts.set("period", period);
  setOrDelete(parts, "since", since < period ? since : "");
}

/* The month `count` months before one of the form YYYY-MM. */
export function monthsBefore(month, count) {
  const [year, number] = month.slice(0, 7).split("-").map(Number);
  const index = year * 12 + number - 1 - count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

export function chooseMonths(parts, months, period) {
  parts.set("period", period);
  setOrDelete(parts, "since", months === DEFAULT_MONTHS ? "" : monthsBefore(period, Number(months) - 1));
}

export function chooseAreas(parts, areas) {
  parts.delete("area");
  parts.set("areas", areas);
}

export function chooseArea(parts, area) {
  setOrDelete(parts, "area", area === ALL_AREAS ? "" : area);
}

export function toggleArea(parts, area) {
  setOrDelete(parts, "area", parts.get("area") === area ? "" : area);
}

/* The newest period that ends by a day or month; one called by its year is drawn at the year's first day.
   `periods` begins with the newest; the oldest stands for whatever is before it. */
export function nearestPeriod(periods, text, kind) {
  const length = ["year", "pooled years"].includes(kind) ? 4 : text.length;
  return (
    periods.find((period) => period.slice(0, length) <= text.slice(0, length)) || periods[periods.length - 1]
  );
}
