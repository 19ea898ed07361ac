/* The deck on the page: what is in it, how it changes, and what the server says of it. */

import * as briefing from "../shell/briefing.js";
import { request } from "../shell/http.js";

const listeners = [];
let deck = briefing.empty();
let before = null;
let edited = false;
let names = [];
let extract = "";
let kept = false;
let figures = "";

const tell = (reason) => listeners.forEach((listener) => listener(reason));
const copyOf = (value) => JSON.parse(JSON.stringify(value));

async function answerOf(response) {
  const answer = await response.json().catch(() => ({ problem: "The server's answer cannot be read." }));
  if (answer.problem || !response.ok) throw new Error(answer.problem || "The server did not answer.");
  extract = answer.extract;
  return answer;
}

export const checked = (text) =>
  request("/brief/deck", {
    method: "POST",
    body: text,
    headers: { "Content-Type": "application/json" },
  }).then(answerOf);
export const found = (query) => request(`/brief/deck?${query}`).then(answerOf);

/* Whatever comes from a link, a file or storage is taken only as the server read it. */
export function take(answer, { isEdit }) {
  before = deck.slides.length ? { deck, names } : null;
  deck = answer.deck;
  names = answer.names;
  kept = answer.kept;
  figures = "";
  if (!deck.extract && deck.slides.length) deck.extract = answer.extract;
  if (isEdit) keep();
  tell("whole");
}

function keep() {
  briefing.write(copyOf(deck));
  if (!edited && window.location.search)
    history.replaceState(null, "", window.location.pathname + window.location.hash);
  edited = true;
}

/* A change of words leaves the list as it stands, so that typing goes on. */
export function setWords(index, part, words) {
  if (index === null) deck.title = words;
  else deck.slides[index][part] = words;
  keep();
  tell("words");
}

function setSlides(slides, slideNames) {
  before = { deck: copyOf(deck), names: [...names] };
  deck = { ...deck, slides };
  names = slideNames;
  keep();
  tell("whole");
}

function moved(list, from, to) {
  const rest = [...list];
  rest.splice(to, 0, ...rest.splice(from, 1));
  return rest;
}

export function move(from, to) {
  if (to < 0 || to >= deck.slides.length) return false;
  setSlides(moved(deck.slides, from, to), moved(names, from, to));
  return true;
}

const without = (list, index) => list.filter((_, position) => position !== index);
const doubled = (list, index) =>
  list.flatMap((item, position) => (position === index ? [item, copyOf(item)] : [item]));

export function undo() {
  if (!before) return;
  ({ deck, names } = before);
  before = null;
  keep();
  tell("whole");
}

export function whenChanged(listener) {
  listeners.push(listener);
}

export const now = () => deck;
export const slideNames = () => names;

/* The extract that the server shows now. */
export const newestExtract = () => extract;

/* The extract that the deck was made with, where that is an older one that is still kept. */
export const olderExtract = () => (kept && deck.extract !== extract ? deck.extract : "");

/* The extract whose figures are shown; empty for the newest. */
export const shownFigures = () => figures;

export function showFigures(version) {
  figures = version;
  tell("figures");
}

export const canUndo = () => before !== null;
export const remove = (index) => setSlides(without(deck.slides, index), without(names, index));
export const duplicate = (index) => setSlides(doubled(deck.slides, index), doubled(names, index));

export function clear() {
  deck = { ...deck, title: "", extract: "" };
  setSlides([], []);
}
