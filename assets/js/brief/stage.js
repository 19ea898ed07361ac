/* The stage: one slide at a time, each the live panel in a frame of this site, laid out small and scaled up to the
   screen. The slides before and after are prepared, so that a step takes no wait. */

import { find, findButton, findDialog } from "../shell/dom.js";
import * as deck from "./deck.js";
import * as notesWindow from "./notes_window.js";

const LAID_OUT = { width: 1240, height: 697 };
const DIGITS_MS = 3000;
const READY = 'html[data-view][data-busy="false"]';
const shown = new Map();
const state = { index: 0, on: false, begun: 0, slideBegun: 0, digits: "", waiting: null, search: false };

const slides = () => deck.now().slides;
const slideOf = (index) => slides()[index];
const documentOf = (index) => shown.get(index)?.frame.contentDocument;
const nameOf = (index) => slideOf(index).title || deck.slideNames()[index] || "";
const placeIn = (view) => new URLSearchParams(view).get("place") || "US";

function fit() {
  const frames = find("stage-frames");
  if (!state.on || !frames) return;
  const scale = Math.max(
    1,
    Math.min(window.innerWidth / LAID_OUT.width, window.innerHeight / LAID_OUT.height),
  );
  frames.style.setProperty("--scale", String(scale));
  frames.style.setProperty("--width", `${frames.clientWidth / scale}px`);
  frames.style.setProperty("--height", `${frames.clientHeight / scale}px`);
}

/* Figures of an older extract are asked for behind the #, where the view ends. */
const addressOf = ({ show, view }) =>
  `/slide/${show}?${view}${deck.shownFigures() ? `#figures=${deck.shownFigures()}` : ""}`;

function prepare(index) {
  if (index < 0 || index >= slides().length || shown.has(index)) return;
  const frame = document.createElement("iframe");
  const slide = { frame, home: null };
  frame.title = `Slide ${index + 1}: ${nameOf(index)}`;
  frame.addEventListener("load", () => welcome(index, slide));
  frame.src = addressOf(slideOf(index));
  shown.set(index, slide);
  find("stage-frames").append(frame);
  frame.inert = index !== state.index;
}

/* A frame's page has come: its keys are those of the stage, and what it shows is followed. */
function welcome(index, slide) {
  const page = slide.frame.contentDocument;
  page.addEventListener("keydown", onKey);
  page.addEventListener("click", (event) => {
    if (event.target.closest(".map-svg") && !event.target.closest("button")) find("stage").focus();
  });
  new MutationObserver(() => follow(index, slide)).observe(page.documentElement, {
    attributes: true,
    attributeFilter: ["data-view", "data-busy"],
  });
  follow(index, slide);
}

function follow(index, slide) {
  const page = slide.frame.contentDocument;
  if (!page?.querySelector(READY)) return;
  const { view } = page.documentElement.dataset;
  if (slide.home === null) slide.home = view;
  if (index !== state.index) return;
  if (slide.asked && view !== slide.asked) {
    slide.asked = null;
    find("stage").focus();
  }
  describe();
  prepare(index + 1);
  prepare(index - 1);
}

/* Where the slide looks at another place, words written for its own are not shown. */
function describe() {
  const { index } = state;
  const slide = slideOf(index);
  const root = documentOf(index)?.documentElement;
  const { home } = shown.get(index);
  const view = root?.dataset.view;
  const isChanged = home !== null && view !== undefined && view !== home;
  const isElsewhere = isChanged && placeIn(view) !== placeIn(home);
  const title = isElsewhere ? `Now showing ${placeName(index)}` : slide.title;
  find("stage-title").textContent = title;
  find("stage-text").textContent = isElsewhere ? "" : slide.text;
  find("stage-head").hidden = !title && !find("stage-text").textContent;
  find("stage-page").textContent = `${index + 1} of ${slides().length}`;
  findButton("stage-reset").disabled = !isChanged;
  fit();
}

/* What its lists of places say. */
function placeName(index) {
  const chosen = (id) => documentOf(index).getElementById(id)?.selectedOptions[0];
  const [state_, county] = [chosen("state"), chosen("county")];
  return county && county.value !== "all" ? `${county.label}, ${state_.label}` : state_?.label || "";
}

function go(index) {
  const { length } = slides();
  const to = Math.min(Math.max(index, 0), length - 1);
  state.index = to;
  state.slideBegun = Date.now();
  blank(false);
  for (const [position, { frame }] of shown)
    if (Math.abs(position - to) > 1) {
      frame.remove();
      shown.delete(position);
    }
  prepare(to);
  for (const [position, { frame }] of shown) {
    frame.classList.toggle("current", position === to);
    frame.inert = position !== to;
  }
  describe();
  follow(to, shown.get(to));
  find("stage").focus();
  notesWindow.tell({
    number: to + 1,
    count: length,
    title: nameOf(to),
    notes: slideOf(to).notes,
    next: to + 1 < length ? `${to + 2}, ${nameOf(to + 1)}` : "",
    begun: state.begun,
    slideBegun: state.slideBegun,
  });
}

function blank(on) {
  find("stage-blank").hidden = !on;
}

function reset() {
  const slide = shown.get(state.index);
  slide.home = null;
  const { location } = slide.frame.contentWindow;
  const address = addressOf(slideOf(state.index));
  if (location.pathname + location.search + location.hash === address) location.reload();
  else location.replace(address);
  find("stage").focus();
}

/* "What about our county?": the search of the slide's own page. */
function searchPlace() {
  const box = documentOf(state.index)?.querySelector("#place-search input");
  if (!box) return;
  shown.get(state.index).asked = documentOf(state.index).documentElement.dataset.view;
  shown.get(state.index).frame.contentWindow.focus();
  box.focus();
  box.select();
}

function notes() {
  if (!notesWindow.open((key) => press(key))) say("The browser did not allow a second window.");
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else
    find("stage")
      .requestFullscreen?.()
      .catch(() => say("The browser did not allow full screen."));
}

function say(words) {
  find("stage-said").textContent = words;
}

function digit(key) {
  state.digits = `${state.digits}${key}`.slice(-2);
  say(`Go to slide ${state.digits}: Enter`);
  clearTimeout(state.waiting);
  state.waiting = setTimeout(forgetDigits, DIGITS_MS);
}

function forgetDigits() {
  clearTimeout(state.waiting);
  state.digits = "";
  say("");
}

function jump() {
  if (!state.digits) return;
  const number = Number(state.digits);
  forgetDigits();
  if (number >= 1 && number <= slides().length) go(number - 1);
  else say(`There is no slide ${number}.`);
}

function escape() {
  if (!find("stage-blank").hidden) blank(false);
  else if (state.digits) forgetDigits();
  else leave();
}

const next = () => {
  if (state.index < slides().length - 1) go(state.index + 1);
};
const previous = () => {
  if (state.index > 0) go(state.index - 1);
};
const PRESS = {
  ArrowRight: next,
  ArrowDown: next,
  PageDown: next,
  " ": next,
  ArrowLeft: previous,
  ArrowUp: previous,
  PageUp: previous,
  Home: () => go(0),
  End: () => go(slides().length - 1),
  Enter: jump,
  Escape: escape,
  b: () => blank(find("stage-blank").hidden),
  r: reset,
  n: notes,
  f: fullScreen,
  c: searchPlace,
  "?": () => findDialog("stage-help").showModal(),
};

function press(key) {
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (/^\d$/.test(name)) digit(name);
  else if (PRESS[name]) PRESS[name]();
  else return false;
  return true;
}

/* A box that is typed in, and a button that is pressed, keep their keys. */
function isTheirs(target, key) {
  if (!target.closest) return false;
  if (target.closest("input, select, textarea")) return key !== "Escape" || target.value !== "";
  return (
    target.closest("dialog") || ((key === " " || key === "Enter") && target.closest("button, a, summary"))
  );
}

function onKey(event) {
  if (!state.on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTheirs(event.target, event.key)) return;
  event.preventDefault();
  if (event.key === "Escape" && event.target.closest?.("input, select, textarea")) {
    find("stage").focus();
    return;
  }
  if (event.key === " " && event.shiftKey) previous();
  else press(event.key);
}

function setOn(on) {
  state.on = on;
  find("stage").hidden = !on;
  document.documentElement.toggleAttribute("data-presenting", on);
}

export function begin() {
  if (state.on || !slides().length) return;
  if (window.location.hash !== "#present") history.pushState(null, "", "#present");
  state.begun = Date.now();
  find("stage-figures").textContent = deck.shownFigures() ? `Figures of extract ${deck.shownFigures()}` : "";
  setOn(true);
  go(0);
}

function leave() {
  if (!state.on) return;
  setOn(false);
  shown.forEach(({ frame }) => frame.remove());
  shown.clear();
  if (document.fullscreenElement) document.exitFullscreen();
  history.replaceState(null, "", window.location.pathname + window.location.search);
  find("brief-present").focus();
}

const CLICK = {
  "stage-county": searchPlace,
  "stage-reset": reset,
  "stage-notes": notes,
  "stage-keys": PRESS["?"],
  "stage-leave": leave,
};

export function attach() {
  for (const [id, act] of Object.entries(CLICK)) find(id).addEventListener("click", act);
  find("stage-help-close").addEventListener("click", () => findDialog("stage-help").close());
  find("stage-help").addEventListener("close", () => find("stage").focus());
  find("stage-blank").addEventListener("click", () => blank(false));
}

document.addEventListener("keydown", onKey);
window.addEventListener("resize", fit);
window.addEventListener("popstate", () => {
  if (window.location.hash === "#present") begin();
  else leave();
});
