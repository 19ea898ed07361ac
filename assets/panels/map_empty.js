/* The map's words and ways on where nothing is released for the choice. */
(function () {
  function wayOn({ words, query }) {
    const button = document.createElement("button");
    button.className = "quiet small";
    button.type = "button";
    button.dataset.view = query;
    button.textContent = words;
    return button;
  }

  function paint(given) {
    if (!given) return;
    const place = document.getElementById("map-empty");
    const words = document.createElement("p");
    words.textContent = given.words;
    place.replaceChildren(words, ...given.ways.map(wayOn));
    place.hidden = !given.words;
  }

  function replaceParts(parts, query) {
    [...parts.keys()].forEach((name) => parts.delete(name));
    new URLSearchParams(query).forEach((value, name) => parts.set(name, value));
  }

  window.explorePage.onPanel("map-empty", paint);
  window.explorePage.onPress("view", replaceParts, () => "#level");
})();
