/* Paints an answer: the map first, then the charts, then the other panels. */

import * as charts from "../charts/charts.js";
import { mainMap } from "../map/main_map.js";
import * as player from "../map/player.js";
import { drawAtOnce, setProps, showComponents } from "../shell/dash.js";
import { find, findInput, nextFrame, setText, setTexts, whenPresent } from "../shell/dom.js";
import { fillDownloadLinks } from "../shell/download_links.js";
import * as lists from "../shell/lists.js";
import { answer, isCurrent, lastingParts, setAnswer } from "./current_view.js";
import * as groups from "./groups.js";
import { mapPainters, painters, whenComplete } from "./registry.js";
import { connect } from "./transport.js";

const CHARTS = ["trend", "seizures"];
const NOT_LOADED = "A part of the page could not be loaded. Reload the page to try again.";
const root = document.documentElement;

/* Part of the page → key of what it shows. */
const keys = {};
let isMapPainted = false;
let focusNext = null;

/* Where the keyboard goes on once the next view is painted, if what had it is gone. */
export function focusAfterPaint(selector) {
  focusNext = selector;
}

function begin() {
  player.stop();
  if (!answer()) return;
  root.dataset.busy = "true";
  find("copy-link").textContent = "Copy link";
}

function paint(payload) {
  setAnswer(payload);
  showParts(payload);
  paintPanels(payload).catch((problem) => {
    console.error(problem);
    find("map-svg").textContent = NOT_LOADED;
  });
}

/* Parts of the page that arrive as components. */
function showParts({ parts, keys: sent = {} }) {
  drawAtOnce(() => {
    for (const [name, content] of Object.entries(parts)) showComponents(find(name), content);
  });
  for (const name of Object.keys(parts)) if (name in sent) keys[name] = sent[name];
}

async function paintPanels(payload) {
  await drawPanels(payload);
  if (!isCurrent(payload)) return;
  await nextFrame();
  await nextFrame();
  if (isCurrent(payload)) announcePainted(payload);
}

/* Draws what an answer brings, and keeps account of it: an answer overtaken by the next is not drawn to its end, and
   what was not drawn is sent again. */
async function drawPanels(payload) {
  const account = (names) =>
    names.forEach((name) => {
      keys[name] = payload.keys[name];
    });
  const host = find("map-svg");
  if (!payload.map) player.giveBack(true);
  const showMap = await mainMap.prepare(host, payload.map);
  if (!isCurrent(payload)) return;
  player.giveBack(false);
  paintMap(payload, showMap);
  fillPage(payload);
  account(["choices", "map", "series", "groups"]);
  if (!isMapPainted) await announceMap();
  const isWhole = await whenComplete();
  if (!isCurrent(payload)) return;
  if (!isWhole) setText("connection", NOT_LOADED);
  await paintAll(mapPainters(), payload);
  if (!isCurrent(payload)) return;
  account(Object.keys(mapPainters()).filter((name) => name in payload.keys));
  await Promise.all(CHARTS.map((name) => charts.draw(name, payload.charts[name], payload.marks[name])));
  account(CHARTS);
  if (!isCurrent(payload)) return;
  await paintAll(painters(), payload);
  account(Object.keys(painters()).filter((name) => name in payload.keys));
}

function paintMap(payload, showMap) {
  for (const [id, palette] of Object.entries(payload.palettes)) find(id).dataset.palette = palette;
  showMap();
  if (payload.map) mainMap.paint(payload.map);
  if (payload.panels.groups) groups.take(payload.panels.groups);
  mainMap.select(payload.place, payload.compare);
}

function fillPage(payload) {
  groups.offer(payload);
  fillControls(payload);
  setTexts(payload.texts);
  describeCharts(payload.alternatives);
  fillDownloadLinks(lastingParts());
  player.follow(payload);
}

function fillControls(payload) {
  for (const [id, value] of Object.entries(payload.controls)) {
    const control = findInput(id);
    const state = payload.choices?.[id] ? { ...value, options: payload.choices[id] } : value;
    const filled = JSON.stringify(state);
    if (!control || (control.dataset.filled === filled && control.value === value.value)) continue;
    control.dataset.filled = filled;
    if (control instanceof HTMLSelectElement) lists.fill(control, state);
    else setProps(id, state);
  }
  find("clear-range").hidden = !payload.since;
}

function describeCharts(alternatives) {
  mainMap.describe(alternatives.map);
  for (const name of CHARTS) {
    const chart = find(`${name}-chart`);
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", alternatives[`${name}-chart`]);
  }
}

const paintAll = (registered, payload) =>
  Promise.all(
    Object.entries(registered).map(([name, paintPanel]) => paintPanel(payload.panels[name], payload)),
  );

function announcePainted(payload) {
  if (focusNext && document.activeElement === document.body) document.querySelector(focusNext)?.focus();
  focusNext = null;
  root.dataset.view = payload.query;
  root.dataset.busy = "false";
  performance.mark("view-painted");
}

/* Lets the browser show the first map before anything else is begun. */
async function announceMap() {
  isMapPainted = true;
  await nextFrame();
  await nextFrame();
  performance.mark("map-painted");
}

connect({
  ready: whenPresent("#map-svg"),
  keys: () => keys,
  begin,
  paint,
  explain: showParts,
  release: () => player.giveBack(true),
});
