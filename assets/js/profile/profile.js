/* The page of a place's profile: its panels are asked for when they come into sight, after a rest all of them. */

import * as currentView from "../explore/current_view.js";
import { findAll, findIfPresent, whenPresent } from "../shell/dom.js";
import * as takeaways from "../shell/takeaways.js";
import { paintSection } from "./panels.js";
import { attachPlaceSearch } from "./place_search.js";

const REST_MS = 1500;

/**
 * @param {HTMLElement} section
 */
async function paintOfPage(section) {
  await paintSection(section, section.dataset.lazyPanel ?? "");
  if (!document.querySelector("#profile [data-lazy-panel][aria-busy]"))
    document.documentElement.dataset.busy = "false";
}

const observer = new IntersectionObserver((entries) => {
  entries
    .filter(({ isIntersecting }) => isIntersecting)
    .forEach(({ target }) => paintOfPage(/** @type {HTMLElement} */ (target)));
});

/**
 * @param {HTMLElement} profile
 */
function begin(profile) {
  const search = findIfPresent("place-search");
  if (search && !search.firstChild) attachPlaceSearch(search);
  const query = profile.dataset.placeView ?? "";
  document.documentElement.dataset.view = query;
  const sections = findAll("[data-lazy-panel]", profile);
  if (!sections.length) {
    document.documentElement.dataset.busy = "false";
    return;
  }
  document.documentElement.dataset.busy = "true";
  currentView.showView(query);
  const name = profile.querySelector("h2")?.textContent;
  document.title = `${name} · Overdose Response`;
  findAll("[data-takeaways]", profile).forEach(takeaways.fill);
  sections.forEach((section) => observer.observe(section));
  setTimeout(() => sections.forEach(paintOfPage), REST_MS);
}

// Of the links to pages, that to the nation's profile stands for those of all places.
document.documentElement.dataset.page = "profile";
whenPresent("#profile").then(begin);
