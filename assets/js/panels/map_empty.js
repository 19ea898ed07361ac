/* The map's words and ways on where nothing is released for the choice. */

import * as registry from "../explore/registry.js";
import { find } from "../shell/dom.js";

function wayOn({ words, query }) {
  const button = document.createElement("button");
  button.className = "quiet small";
  button.type = "button";
  button.dataset.view = query;
  button.textContent = words;
  return button;
}

function paint(content) {
  if (!content) return;
  const place = find("map-empty");
  const words = document.createElement("p");
  words.textContent = content.words;
  place.replaceChildren(words, ...content.ways.map(wayOn));
  place.hidden = !content.words;
}

function replaceParts(parts, query) {
  [...parts.keys()].forEach((name) => parts.delete(name));
  new URLSearchParams(query).forEach((value, name) => parts.set(name, value));
}

registry.onPanel("map-empty", paint);
registry.onPress("view", replaceParts, () => "#level");
