/* The view on screen: what the server answered last and the page shows. */

import { fillDownloadLinks } from "../shell/download_links.js";
import { NATION } from "./view_query.js";

/** @type {any} */
let current = null;
/** @type {Record<string, Choice[]>} */
let known = {};

/**
 * The answer on screen; null before the first.
 * @returns {Payload}
 */
export const answer = () => current;

/**
 * The choices of the lists, by the list's id.
 * @returns {Record<string, Choice[]>}
 */
export const choices = () => known;

/**
 * @param {Payload} payload
 */
export const isCurrent = (payload) => current === payload;

/**
 * Takes over an answer that is about to be painted.
 * @param {Payload} payload
 */
export function setAnswer(payload) {
  current = payload;
  known = payload.choices || known;
}

/* The view with the period it shows, wherever it is kept: the newest period today is not the newest when it is
   opened. */
export function lastingParts() {
  const parts = new URLSearchParams(current.query);
  const { period } = current.controls;
  if (!parts.has("period") && period.value) parts.set("period", period.value);
  return parts;
}

/**
 * A page without controls says which view its panels are of; files and tables are then of that view.
 * @param {string} query
 */
export function showView(query) {
  current = { query, place: NATION, controls: { period: {} } };
  fillDownloadLinks(lastingParts());
}
