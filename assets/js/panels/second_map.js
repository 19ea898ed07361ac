/* A second map beside the first, linked with it: what is pointed at, chosen or zoomed on one is on both. The
   second row of the sentence says what it shows. */

import * as currentView from "../explore/current_view.js";
import * as navigation from "../explore/navigation.js";
import * as registry from "../explore/registry.js";
import * as viewQuery from "../explore/view_query.js";
import { create } from "../map/county_map.js";
import * as fineOutlines from "../map/fine_outlines.js";
import { mainMap } from "../map/main_map.js";
import * as zoom from "../map/zoom.js";
import { blurWithin, construct, find, findList, findIfPresent } from "../shell/dom.js";
import * as mapsInOne from "./maps_in_one.js";

const SAME = "same",
  SHARED = "shared",
  ONE_MAP = "one";
const map2 = create("map2-hover");
const state = { values: null, mode: "", row: null, isPainting: false };

const OWN_PARTS = ["indicator2", "drug2", "measure2", "period2", "legend2"];
const own = (name) => (parts, value) =>
  viewQuery.setOrDelete(parts, name, value === SAME || value === SHARED ? "" : value);

function changeIndicator(parts, value) {
  OWN_PARTS.forEach((name) => parts.delete(name));
  viewQuery.setOrDelete(parts, "indicator2", value === SAME ? "" : value);
}

/* Two equal maps say nothing: the second opens on a year earlier, or in one map on another measure. */
function changeMaps(parts, value) {
  viewQuery.setOrDelete(parts, "maps", value === ONE_MAP ? "" : value);
  if (value === ONE_MAP) OWN_PARTS.forEach((name) => parts.delete(name));
  if (OWN_PARTS.some((name) => parts.has(name))) return;
  if (value === "two") viewQuery.setOrDelete(parts, "period2", aYearEarlier());
  if (value === "both") viewQuery.setOrDelete(parts, "measure2", anotherMeasure());
}

function aYearEarlier() {
  const period = findList("period");
  const [year, ...rest] = period.value.split("-");
  const wanted = [Number(year) - 1, ...rest].join("-");
  return [...period.options].some((option) => option.value === wanted) ? wanted : "";
}

function anotherMeasure() {
  const measure = findList("measure");
  const offered = [...measure.options].map((option) => option.value);
  return ["change", "rate", "count"].find((each) => each !== measure.value && offered.includes(each));
}

registry.onChange("maps", changeMaps);
registry.onChange("indicator2", changeIndicator);
OWN_PARTS.slice(1).forEach((name) => registry.onChange(name, own(name)));
registry.onPress(
  "maps",
  (parts, value) => changeMaps(parts, value || ONE_MAP),
  () => "#map-options summary",
);

function makeControl({ id, word, label, value, options }) {
  const select = construct("select", { id, className: `choice ${id}` });
  select.append(
    ...options.map((option) => construct("option", { value: option.value, textContent: option.label })),
  );
  select.value = value;
  return [
    construct("span", { textContent: word }),
    construct("label", { htmlFor: id, className: "visually-hidden", textContent: label }),
    select,
  ];
}

/* The row is built anew where its lists change; the keyboard stays where it was. */
function paintRow(row) {
  const host = find("second-row");
  if (row) state.row = row;
  if (!row && host.childElementCount) return;
  host.hidden = !state.row.controls.length;
  const focused = host.contains(document.activeElement) ? document.activeElement.id : null;
  host.replaceChildren(...state.row.controls.flatMap(makeControl));
  if (focused) findIfPresent(focused)?.focus();
}

/* The keyboard leaves a panel that is no longer seen, and is put where the button pressed says. */
function leave(id) {
  blurWithin(find(id));
}

async function paintMap(values, payload) {
  if (values) state.values = values;
  const { mode } = state.values;
  const before = state.mode;
  state.mode = mode;
  document.documentElement.dataset.maps = mode;
  if (before === "two" && mode !== "two") leave("map2");
  if (before === "both" && mode !== "both") mapsInOne.end();
  if (mode === "both" && (values || payload.map)) await mapsInOne.paint(state.values, payload);
  if (mode === "two") await paintBeside(values, payload);
}

/* One map looks where the other was moved to, but not where it looks by itself while it is painted. */
function follow(from, to) {
  if (shown() && !state.isPainting && to.box() !== from.box()) to.moveTo(from.box());
}

async function paintBeside(values, payload) {
  const host = find("map2-svg");
  const show = await map2.prepare(host, state.values);
  if (currentView.answer() !== payload) return;
  const drawnBefore = map2.drawn();
  show();
  if (values || map2.drawn() !== drawnBefore) map2.paint(state.values);
  state.isPainting = true;
  map2.select(payload.place, payload.compare);
  state.isPainting = false;
  follow(mainMap, map2);
  map2.describe(payload.alternatives.map2);
}

const shown = () => state.mode === "two" && map2.drawn();
zoom.attach(map2);
fineOutlines.attach(map2);
map2.whenMoved(() => follow(map2, mainMap));
mainMap.whenMoved(() => follow(mainMap, map2));
map2.whenChosen(navigation.chooseOnMap);
map2.whenPointed((...where) => mainMap.pointAt(...where));
mainMap.whenPointed((...where) => {
  if (shown()) map2.pointAt(...where);
});
registry.onMapPanel("second-row", paintRow);
registry.onMapPanel("map2", paintMap);
