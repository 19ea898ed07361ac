/* The one way to a view: one request, `GET /view?QUERY&shown=KEYS`, one JSON answer. An overtaken request is aborted.
   The address changes once the answer is there, so that it never names another view than the one on screen. */

import { find } from "../shell/dom.js";
import { request } from "../shell/http.js";

const root = document.documentElement;

/* Who shows the answers: see `connect`. */
let screen = null;
let controller = null;
let underWay = null;
let failed = null;
let shownSearch = null;

/* The search of the view that is asked for; null while none is. */
export const requested = () => underWay;

/* The search of the view on screen; null before the first. */
export const shown = () => shownSearch;

/* `screen` has `ready` (a promise of the page's layout), `keys()` of what it shows, `begin()` when a view is asked
   for, `paint(payload)`, `explain(payload)` for an answer that is no view, and `release()` when none came. */
export function connect(to) {
  screen = to;
}

/* The address of a view; parts of the page whose key the server knows to be shown are left out of its answer. */
export function viewAddress(search, keys) {
  const shown = Object.entries(keys)
    .map(([part, key]) => `${part}:${key}`)
    .join(",");
  return `/view?${search.slice(1)}&shown=${shown}`;
}

/* Asks for a view and has it painted. */
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
  else if (payload.problem) refuse(search, payload);
  else accept(search, payload);
}

/* The answer, or null where none came. One that is no view says so in JSON as well. */
async function payloadOf(search, signal) {
  try {
    const response = await request(viewAddress(search, screen.keys()), { signal });
    const isJson = (response.headers.get("content-type") || "").startsWith("application/json");
    return isJson ? await response.json() : null;
  } catch {
    return null;
  }
}

function accept(search, payload) {
  underWay = failed = null;
  const { pathname, hash } = window.location;
  if (window.location.search !== search) history.pushState(null, "", pathname + search + hash);
  shownSearch = search;
  find("connection").replaceChildren();
  screen.paint(payload);
}

function refuse(search, payload) {
  giveUp(search);
  find("connection").replaceChildren();
  screen.explain(payload);
}

function fail(search) {
  giveUp(search);
  find("connection").replaceChildren(...unanswered());
}

/* The view before stays on screen, and the way back may have changed the address already. */
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
