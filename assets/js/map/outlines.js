/* The outlines that maps are drawn from. */

import { requestJson } from "../shell/http.js";

/* Each set of outlines is asked for once, whatever number of maps draw on it. */
/** @type {Record<string, Promise<Outlines>>} */
const geometry = {};
/**
 * @param {string} url
 * @returns {Promise<Outlines>}
 */
export function outlinesAt(url) {
  geometry[url] =
    geometry[url] ||
    requestJson(url).catch((problem) => {
      delete geometry[url];
      throw problem;
    });
  return geometry[url];
}
