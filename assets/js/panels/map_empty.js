/* The map's words and ways on where nothing is released for the choice. */

import * as registry from "../explore/registry.js";
import { find } from "../shell/dom.js";

/**
 * @param {{ words: string, query: string }} way
 */
function wayOn({ words, query }) {
  const button = document.createElement("button");
  button.className = "quiet small";
  button.type = "button";
  button.dataset.view = query;
  button.textContent = words;
  return button;
}

/**
 * @param {{ words: string, ways: { words: string, query: string }[] } | null} content
 */
function paint(content) {
  if (!content) return;
  const place = find("map-empty");
  const words = document.createElement("p");
  words.textContent = content.words;
  place.replaceChildren(words, ...content.ways.map(wayOn));
  place.hidden = !content.words;
}

/**
 * @param {URLSearchParams} parts
 * @param {string} query
 */
function replaceParts(parts, query) {
  [...parts.keys()].forEach((name) => parts.delete(name));
  new URLSearchParams(query).forEach((value, name) => parts.set(name, value));
}

registry.onPanel("map-empty", paint);
registry.onPress("view", replaceParts, () => "#level");
