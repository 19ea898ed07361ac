/* The links to files of the figures. */

import { findAll } from "./dom.js";

/**
 * Files hold the view that `parts` names.
 * @param {URLSearchParams} parts
 */
export function fillDownloadLinks(parts) {
  findAll("[data-download]").forEach((link) => {
    link.setAttribute("href", `/download/${link.dataset.download}?${parts}`);
  });
}
