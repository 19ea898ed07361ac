/* The one way to a view: one request, `GET /view?QUERY&shown=KEYS`, one JSON answer. An overtaken request is aborted.
   The address changes once the answer is there, so that it never names another view than the one on screen. */

import { findIfPresent } from "../shell/dom.js";
import { request } from "../shell/http.js";
import { viewAddress } from "./view_query.js";

const root = document.documentElement;

/**
 * Who shows the answers.
 * @typedef {object} Screen
 * @property {Promise<Element>} ready Comes true once the page is laid out.
 * @property {() => Record<string, string>} keys Part of the page → key of what it shows.
 * @property {() => void} begin Called when a view is asked for.
 * @property {(payload: Payload) => void} paint
 * @property {(payload: Refusal) => void} explain Called with an answer that is no view.
 * @property {() => void} release Called when no view came, and the one before stays.
 */

/** @type {Screen} */
let screen;
/** @type {AbortController | null} */
let controller = null;
/** @type {string | null} */
let underWay = null;
/** @type {string | null} */
let failed = null;
/** @type {string | null} */
let shownSearch = null;

/* The search of the view that is asked for; null while none is. */
export const requested = () => underWay;

/* The search of the view on screen; null before the first. */
export const shown = () => shownSearch;

/**
 * @param {Screen} to
 */
export function connect(to) {
  screen = to;
}

/**
 * Asks for a view and has it painted.
 * @param {string} search
 */
export async function requestView(search) {
  controller?.abort();
  controller = new AbortController();
  const { signal } = controller;
  underWay = search;
  performance.mark("view-requested");
  screen.begin();
  const payload = await payloadOf(search, signal);
  await screen.ready;
  if (signal.aborted) return;
  if (!payload) fail(search);
  else if ("problem" in payload) refuse(search, payload);
  else accept(search, payload);
}

/**
 * The answer, or null where none came. One that is no view says so in JSON as well.
 * @param {string} search
 * @param {AbortSignal} signal
 * @returns {Promise<Payload | Refusal | null>}
 */
async function payloadOf(search, signal) {
  try {
    const response = await request(viewAddress(search, screen.keys()), { signal, cache: cacheMode() });
    const isJson = (response.headers.get("content-type") || "").startsWith("application/json");
    return isJson ? await response.json() : null;
  } catch {
    return null;
  }
}

/* The first view was asked for while the page loaded (`preload`). What later ones bring fits only the page as it
   stands, so nothing would ask for it again. */
const cacheMode = () => (shownSearch === null ? "default" : "no-store");

/**
 * @param {string} search
 * @param {Payload} payload
 */
function accept(search, payload) {
  underWay = failed = null;
  const { pathname, hash } = window.location;
  if (window.location.search !== search) history.pushState(null, "", pathname + search + hash);
  shownSearch = search;
  findIfPresent("connection")?.replaceChildren();
  screen.paint(payload);
}

/**
 * @param {string} search
 * @param {Refusal} payload
 */
function refuse(search, payload) {
  giveUp(search);
  findIfPresent("connection")?.replaceChildren();
  screen.explain(payload);
}

/**
 * @param {string} search
 */
function fail(search) {
  giveUp(search);
  findIfPresent("connection")?.replaceChildren(...unanswered());
}

/**
 * The view before stays on screen, and the way back may have changed the address already.
 * @param {string} search
 */
function giveUp(search) {
  underWay = null;
  failed = search;
  root.dataset.busy = "false";
  const { pathname, hash } = window.location;
  if (shownSearch !== null && window.location.search !== shownSearch)
    history.pushState(null, "", pathname + shownSearch + hash);
  screen.release();
}

function unanswered() {
  const words = document.createElement("span");
  words.textContent =
    shownSearch === null
      ? "The server did not answer."
      : "The server did not answer. The figures below are still those of the view before.";
  const button = document.createElement("button");
  button.className = "quiet small";
  button.type = "button";
  button.dataset.retry = "";
  button.textContent = "Try again";
  return [words, button];
}

/* Asks once more for the view that was not answered. */
export function retry() {
  requestView(failed ?? window.location.search);
}
