/* A second map beside the first, linked with it: what is pointed at, chosen or zoomed on one is on both. The
   second row of the sentence says what it shows. */
(function () {
  const SAME = "same", SHARED = "shared", ONE_MAP = "one";
  const page = window.explorePage;
  const map2 = window.countyMaps.create("map2-hover");
  const find = (id) => document.getElementById(id);
  const state = { values: null, mode: "", row: null, isPainting: false };

  const OWN_PARTS = ["indicator2", "drug2", "measure2", "period2", "legend2"];
  const own = (name) => (parts, value) => page.setOrDelete(parts, name, value === SAME || value === SHARED ? "" : value);

  function changeIndicator(parts, value) {
    OWN_PARTS.forEach((name) => parts.delete(name));
    page.setOrDelete(parts, "indicator2", value === SAME ? "" : value);
  }

  /* Two equal maps say nothing: the second opens on a year earlier, or in one map on another measure. */
  function changeMaps(parts, value) {
    page.setOrDelete(parts, "maps", value === ONE_MAP ? "" : value);
    if (value === ONE_MAP) OWN_PARTS.forEach((name) => parts.delete(name));
    if (OWN_PARTS.some((name) => parts.has(name))) return;
    if (value === "two") page.setOrDelete(parts, "period2", aYearEarlier());
    if (value === "both") page.setOrDelete(parts, "measure2", anotherMeasure());
  }

  function aYearEarlier() {
    const period = find("period");
    const [year, ...rest] = period.value.split("-");
    const wanted = [Number(year) - 1, ...rest].join("-");
    return [...period.options].some((option) => option.value === wanted) ? wanted : "";
  }

  function anotherMeasure() {
    const measure = find("measure");
    const offered = [...measure.options].map((option) => option.value);
    return ["change", "rate", "count"].find((each) => each !== measure.value && offered.includes(each));
  }

  page.onChange("maps", changeMaps);
  page.onChange("indicator2", changeIndicator);
  OWN_PARTS.slice(1).forEach((name) => page.onChange(name, own(name)));
  page.onPress("maps", (parts, value) => changeMaps(parts, value || ONE_MAP), () => "#map-options summary");

  function made(name, properties) { return Object.assign(document.createElement(name), properties); }

  function makeControl({ id, word, label, value, options }) {
    const select = made("select", { id, className: `choice ${id}` });
    select.append(...options.map((option) => made("option", { value: option.value, textContent: option.label })));
    select.value = value;
    return [
      made("span", { textContent: word }),
      made("label", { htmlFor: id, className: "visually-hidden", textContent: label }),
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
    if (focused) find(focused)?.focus();
  }

  /* The keyboard leaves a panel that is no longer seen, and is put where the button pressed says. */
  function leave(id) {
    if (find(id).contains(document.activeElement)) document.activeElement.blur();
  }

  async function paintMap(values, given) {
    if (values) state.values = values;
    const { mode } = state.values;
    const before = state.mode;
    state.mode = mode;
    document.documentElement.dataset.maps = mode;
    if (before === "two" && mode !== "two") leave("map2");
    if (before === "both" && mode !== "both") window.mapsInOne.end();
    if (mode === "both" && (values || given.map)) await window.mapsInOne.paint(state.values, given);
    if (mode === "two") await paintBeside(values, given);
  }

  /* One map looks where the other was moved to, but not where it looks by itself while it is painted. */
  function follow(from, to) {
    if (shown() && !state.isPainting && to.box() !== from.box()) to.moveTo(from.box());
  }

  async function paintBeside(values, given) {
    const host = find("map2-svg");
    const show = await map2.prepare(host, state.values);
    if (page.answer() !== given) return;
    const stood = map2.drawn();
    show();
    if (values || map2.drawn() !== stood) map2.paint(state.values);
    state.isPainting = true;
    map2.select(given.place, given.compare);
    state.isPainting = false;
    follow(window.countyMap, map2);
    map2.describe(given.alternatives.map2);
  }

  const shown = () => state.mode === "two" && map2.drawn();
  window.mapZoom.attach(map2);
  window.mapFine.attach(map2);
  map2.whenMoved(() => follow(map2, window.countyMap));
  window.countyMap.whenMoved(() => follow(window.countyMap, map2));
  map2.whenChosen(page.chooseOnMap);
  map2.whenPointed((...where) => window.countyMap.pointAt(...where));
  window.countyMap.whenPointed((...where) => { if (shown()) map2.pointAt(...where); });
  page.onMapPanel("second-row", paintRow);
  page.onMapPanel("map2", paintMap);
})();
