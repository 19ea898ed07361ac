/* Plays the map through time. All periods come in one compact block the first time; from then on a frame
   needs no server. Only the map moves: the other panels follow once a period is settled on, as after any
   other change of the view. */

import * as navigation from "../explore/navigation.js";
import { find, findInput, nextFrame } from "../shell/dom.js";
import { requestOk } from "../shell/http.js";
import { mainMap } from "./main_map.js";
import { looksOf } from "./values.js";

const FRAME_MS = 125;
const SETTLE_MS = 200;
const PLAY = "▶ Play",
  STEP = "▶ Step",
  PAUSE = "❚❚ Pause";
const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");

/* `at` is the position of the answer's period in the series, `shown` that of the frame on the map, `wished` the period
   that the slider was moved to and no view was asked for yet; `turn` tells a block that was waited for whether it is
   still wanted. */
const state = {
  series: null,
  payload: null,
  block: null,
  at: -1,
  shown: -1,
  running: null,
  due: 0,
  settling: null,
  wished: null,
  turn: 0,
  before: null,
};

const playing = () => state.running !== null;
const position = () => (state.shown >= 0 ? state.shown : state.at);
const last = () => state.series.periods.length - 1;

function load() {
  const { series } = state;
  const key = `${series.version}?${series.query}`;
  const host = find("map-svg");
  // The way back may bring the page anew, and the map another place to stand.
  if (!state.block || state.block.key !== key || state.block.host !== host) {
    const block = { key, host, ready: fetchBlock(series, host) };
    block.ready.catch(() => {
      if (state.block === block) state.block = null;
    });
    state.block = block;
  }
  return state.block.ready;
}

async function fetchBlock(series, host) {
  const buffer = await (await requestOk(`/frames?${series.query}`)).arrayBuffer();
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  // A version published since may have other periods; the next answer brings them.
  if (header.version !== series.version) throw new Error("frames: of another version");
  const shows = await Promise.all(header.outlines.map((outlines) => mainMap.prepare(host, { outlines })));
  const looks = looksOf(header);
  let start = 4 + length;
  const frames = header.periods.map(({ outlines, places }) => {
    const frame = {
      level: header.level,
      looks,
      show: shows[outlines],
      codes: new Uint8Array(buffer, start, places),
    };
    start += places;
    return frame;
  });
  return { frames, bytes: buffer.byteLength };
}

function say(text) {
  const note = find("play-note");
  if (note.textContent !== text) note.textContent = text;
}

function label() {
  const button = find("play");
  const words = playing() ? PAUSE : stillness.matches ? STEP : PLAY;
  if (button && button.textContent !== words) button.textContent = words;
}

/* Where the slider stands, in words that a screen reader reads too. */
function place(index) {
  const range = findInput("play-range");
  const words = state.series.words[index] || state.payload.period_words;
  range.value = String(Math.max(index, 0));
  range.setAttribute("aria-valuetext", words);
  find("play-words").textContent = words;
  find("play-previous").setAttribute("aria-disabled", String(index <= 0));
  find("play-next").setAttribute("aria-disabled", String(index >= last()));
}

/* What the page says while a frame of another period than the answer's is on the map. */
function announceFrames() {
  if (state.before) return;
  state.before = { title: find("map-title").textContent, live: find("live").textContent };
  const which = document.documentElement.dataset.maps === "two" ? "first map" : "map";
  const words = `Only the ${which} moves: the other panels show ${state.payload.period_words} until it is paused.`;
  say(words);
  find("live").textContent = words;
}

function show(block, index) {
  announceFrames();
  mainMap.paintFrame(block.frames[index]);
  const words = state.series.words[index];
  state.shown = index;
  document.documentElement.dataset.frame = state.series.periods[index];
  find("map-period").textContent = words;
  find("map-period").hidden = false;
  find("map-title").textContent = state.before.title.replace(state.payload.period_words, () => words);
  mainMap.describe("The map is shown at another period than the other panels. Pause to read its figures.");
  place(index);
  performance.mark("frame-painted");
}

/* Ends the motion; the frame stays until the answer for the view asked for comes. */
export function stop() {
  state.turn += 1;
  clearTimeout(state.settling);
  state.wished = null;
  if (playing()) cancelAnimationFrame(state.running);
  state.running = null;
  delete document.documentElement.dataset.playing;
  if (!state.series || !find("play")) return;
  find("play").removeAttribute("aria-busy");
  say("");
  label();
}

/* Where the slider stands while no frame is shown: an answer that comes while it is moved does not move it back. */
const standing = () => (state.wished === null ? state.at : state.series.periods.indexOf(state.wished));

/* The map belongs to the answer again: `comesBack` tells whether the last one's figures are put back, or
   those of the next are about to be painted. */
export function giveBack(comesBack) {
  if (state.wished === null) stop();
  mainMap.endFrames(comesBack);
  delete document.documentElement.dataset.frame;
  state.shown = -1;
  // A page that came anew has no slider until its first answer, and nothing to give back.
  if (!state.series || !find("play-range")) {
    state.before = null;
    return;
  }
  find("map-period").hidden = true;
  if (comesBack && state.before) {
    find("map-title").textContent = state.before.title;
    find("live").textContent = state.before.live;
    mainMap.describe(state.payload.alternatives.map);
  }
  state.before = null;
  place(standing());
}

/* All panels follow to a period, as by the list of periods; the one they show already asks for nothing. */
function goTo(index) {
  stop();
  place(index);
  const { periods, level, named } = state.series;
  if (index === state.at || !navigation.goToPeriod(periods[index], named ? level : "")) giveBack(true);
}

function step(by) {
  const wanted = position() + by;
  if (wanted >= 0 && wanted <= last()) goTo(wanted);
  else if (playing()) goTo(position());
}

/* The block, unless the page went on to something else while it was awaited. */
async function awaited() {
  state.turn += 1;
  const { turn } = state;
  find("play").setAttribute("aria-busy", "true");
  say("Loading the periods…");
  try {
    const block = await load();
    if (turn !== state.turn) return null;
    say("");
    return block;
  } catch {
    if (turn === state.turn) say("The periods could not be loaded. Try again.");
    return null;
  } finally {
    if (turn === state.turn) find("play").removeAttribute("aria-busy");
  }
}

async function play() {
  if (stillness.matches) {
    goTo(position() >= last() ? 0 : position() + 1);
    return;
  }
  clearTimeout(state.settling);
  const block = await awaited();
  if (!block) return;
  performance.clearMarks("frame-painted");
  document.documentElement.dataset.playing = "true";
  show(block, position() >= last() ? 0 : position() + 1);
  state.due = performance.now() + FRAME_MS;
  const tick = (now) => {
    if (now < state.due) {
      state.running = requestAnimationFrame(tick);
      return;
    }
    if (state.shown >= last()) {
      goTo(last());
      return;
    }
    show(block, state.shown + 1);
    // A slow frame delays the next ones instead of hurrying them.
    state.due = Math.max(state.due + FRAME_MS, now);
    state.running = requestAnimationFrame(tick);
  };
  state.running = requestAnimationFrame(tick);
  label();
}

/* The map follows the slider at once, everything else when it has come to rest. */
async function scrub() {
  const range = findInput("play-range");
  stop();
  state.wished = state.series.periods[Number(range.value)];
  place(standing());
  const block = await awaited();
  if (block) show(block, Number(range.value));
}

function settle() {
  clearTimeout(state.settling);
  state.settling = setTimeout(() => goTo(Number(findInput("play-range").value)), SETTLE_MS);
}

/* Frames back to back, as fast as the browser paints them. */
export async function measure() {
  stop();
  const asked = performance.now();
  const block = await load();
  const loaded = performance.now() - asked;
  const script = [];
  const start = performance.now();
  for (let index = 0; index <= last(); index += 1) {
    await nextFrame();
    const begun = performance.now();
    show(block, index);
    script.push(performance.now() - begun);
  }
  await nextFrame();
  await nextFrame();
  const seconds = (performance.now() - start) / 1000;
  giveBack(true);
  return { frames: script.length, seconds, fps: script.length / seconds, script, bytes: block.bytes, loaded };
}

function makeSlider() {
  const range = document.createElement("input");
  Object.assign(range, { type: "range", id: "play-range", min: 0, step: 1 });
  range.setAttribute("aria-label", "Period of the map");
  const words = document.createElement("span");
  words.id = "play-words";
  words.setAttribute("aria-hidden", "true");
  find("play-slider").replaceChildren(range, words);
  range.addEventListener("input", scrub);
  range.addEventListener("change", settle);
  find("play").addEventListener("click", () => {
    if (playing()) goTo(state.shown);
    else play();
  });
  find("play-previous").addEventListener("click", () => step(-1));
  find("play-next").addEventListener("click", () => step(1));
}

/* Takes over what an answer says of the periods. */
export function follow(payload) {
  const player = find("player");
  if (!player) return;
  state.series = payload.series || state.series;
  state.payload = payload;
  if (!find("play-range")) makeSlider();
  state.at = state.series.periods.indexOf(payload.controls.period.value);
  player.hidden = last() < 1;
  if (!state.series.periods.includes(state.wished)) stop();
  findInput("play-range").max = String(Math.max(last(), 0));
  place(standing());
  label();
  say("");
}

stillness.addEventListener("change", () => {
  if (state.series) {
    if (playing()) goTo(state.shown);
    label();
  }
});
