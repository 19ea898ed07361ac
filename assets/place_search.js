/* The search for a place by its name: one text box with a list of what it may mean (the combobox pattern of the
   ARIA Authoring Practices). Names come from the outlines of the map and, for groups of counties and whatever else
   is not drawn, from the list of states. */
(function () {
  const MOST = 12;
  const NATION = { place: "US", name: "United States", kind: 0 };
  const LABEL = "Find a place";

  /* Lower case, without accents and dots, so that "dona ana" and "st louis" are found. */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[.,'’]/g, "").trim();

  const state = { outlines: null, places: [], shown: [], active: -1 };
  const parts = {};

  function searchable(entry, alsoKnown) {
    const key = plain(entry.name);
    return { ...entry, key, words: `${key} ${plain(alsoKnown || "")}`.split(/\s+/) };
  }

  function entriesOf({ state: states, county }, abbreviations) {
    const names = Object.fromEntries(states.place.map((place, index) => [place, states.name[index]]));
    return [
      searchable(NATION, "us usa nation"),
      ...states.place.map((place, index) => searchable({ place, name: states.name[index], kind: 1 }, abbreviations[place])),
      ...county.place.map((place, index) => {
        const inState = place.slice(0, 2);
        return searchable({ place, name: `${county.name[index]}, ${abbreviations[inState]}`, kind: 3 }, names[inState]);
      }),
    ];
  }

  /* On a page without a map the list is asked for when the box is first used. */
  async function fetchPlaces(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`places: ${response.status}`);
    const { places: listed } = await response.json();
    const names = Object.fromEntries(listed.filter(({ kind }) => kind === "state").map(({ place, name }) => [place, name]));
    const abbreviations = abbreviationsOfHost();
    const kinds = { nation: 0, state: 1, county: 3 };
    return listed.filter(({ kind }) => kind in kinds).map(({ place, name, kind }) => {
      const inState = place.slice(0, 2);
      if (kind !== "county") return searchable({ place, name, kind: kinds[kind] }, abbreviations[place] || "us usa nation");
      return searchable({ place, name: `${name}, ${abbreviations[inState]}`, kind: 3 }, names[inState]);
    });
  }

  const abbreviationsOfHost = () => Object.fromEntries(parts.host.dataset.states.split(" ").map((pair) => pair.split(":")));

  /* The counties on the map are those of its figures, so the list follows it. */
  function places() {
    if (parts.host.dataset.places) return state.places;
    const { outlines } = window.countyMap.drawn();
    if (state.outlines !== outlines) {
      Object.assign(state, { outlines, places: entriesOf(outlines, abbreviationsOfHost()) });
    }
    const drawn = new Set([NATION.place, ...outlines.state.place]);
    const others = [...document.getElementById("state").options].filter((option) => !drawn.has(option.value));
    return [...others.map((option) => searchable({ place: option.value, name: option.label, kind: 2 })), ...state.places];
  }

  /* How well an entry fits: 0 begins so, 1 has it at the start of a word, 2 has every word asked for; else null. */
  function fit(entry, asked, askedWords) {
    if (entry.key.startsWith(asked)) return 0;
    if (entry.key.includes(` ${asked}`)) return 1;
    return askedWords.every((word) => entry.words.some((known) => known.startsWith(word))) ? 2 : null;
  }

  function matches(text) {
    const asked = plain(text);
    if (!asked) return [];
    const askedWords = asked.split(/\s+/);
    return places()
      .map((entry) => ({ entry, fit: fit(entry, asked, askedWords) }))
      .filter((found) => found.fit !== null)
      .sort((one, other) => one.fit - other.fit || one.entry.kind - other.entry.kind || one.entry.key.localeCompare(other.entry.key))
      .map((found) => found.entry);
  }

  function close() {
    state.active = -1;
    parts.list.hidden = true;
    parts.input.setAttribute("aria-expanded", "false");
    parts.input.removeAttribute("aria-activedescendant");
  }

  function optionOf(entry, index) {
    const option = document.createElement("li");
    option.id = `place-option-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.option = index;
    option.textContent = entry.name;
    return option;
  }

  function countWords(count) {
    if (!count) return "No place of that name on this map";
    if (count === 1) return "1 place";
    return count > MOST ? `${count.toLocaleString("en-US")} places; type on to narrow` : `${count} places`;
  }

  /* What is said at the foot of the list; a screen reader hears it from the status. */
  function remark(words) {
    const row = document.createElement("li");
    row.className = "remark";
    row.setAttribute("aria-hidden", "true");
    row.textContent = words;
    return row;
  }

  function open() {
    const found = matches(parts.input.value);
    state.shown = found.slice(0, MOST);
    const words = parts.input.value.trim() ? countWords(found.length) : "";
    parts.count.textContent = words;
    parts.list.replaceChildren(...state.shown.map(optionOf), ...(found.length > 0 && found.length <= MOST ? [] : [remark(words)]));
    close();
    parts.list.hidden = !words;
    parts.input.setAttribute("aria-expanded", String(!parts.list.hidden));
  }

  function activate(index) {
    const count = state.shown.length;
    if (!count) return;
    state.active = (index + count) % count;
    parts.list.querySelectorAll("[role=option]").forEach((option, position) => option.setAttribute("aria-selected", String(position === state.active)));
    parts.list.children[state.active].scrollIntoView({ block: "nearest" });
    parts.input.setAttribute("aria-activedescendant", `place-option-${state.active}`);
  }

  function choose(index) {
    const entry = state.shown[index];
    if (!entry) return;
    parts.input.value = "";
    parts.count.textContent = "";
    state.shown = [];
    close();
    if (parts.host.dataset.goesTo) window.location.assign(`${parts.host.dataset.goesTo}${entry.place}`);
    else window.explorePage.chooseOnMap(entry.place, false);
  }

  const KEYS = {
    ArrowDown: () => (parts.list.hidden ? open() : activate(state.active + 1)),
    ArrowUp: () => activate(state.active < 0 ? -1 : state.active - 1),
    Enter: () => choose(Math.max(state.active, 0)),
    Escape: () => { if (parts.list.hidden) { parts.input.value = ""; parts.count.textContent = ""; } close(); },
  };

  function make(host) {
    const input = document.createElement("input");
    Object.assign(input, { id: "place-input", type: "text", placeholder: LABEL, autocomplete: "off", spellcheck: false });
    const attributes = { role: "combobox", "aria-label": LABEL, "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "place-list" };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    const list = document.createElement("ul");
    Object.assign(list, { id: "place-list", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Places");
    const count = document.createElement("span");
    count.className = "visually-hidden";
    count.setAttribute("role", "status");
    Object.assign(parts, { host, input, list, count });
    host.replaceChildren(input, list, count);
    input.addEventListener("input", open);
    input.addEventListener("keydown", (event) => {
      if (!KEYS[event.key] || event.isComposing) return;
      event.preventDefault();
      KEYS[event.key]();
    });
    input.addEventListener("blur", close);
    // The box keeps the focus while the list is clicked.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => choose(Number(event.target.dataset.option)));
  }

  /* Where a page without a map has the box. */
  function makeWithoutMap(host) {
    make(host);
    state.places = [];
    const load = () => fetchPlaces(host.dataset.places).then((found) => { state.places = found; if (parts.input.value) open(); }, () => { parts.input.addEventListener("focus", load, { once: true }); });
    parts.input.addEventListener("focus", load, { once: true });
  }

  window.placeSearch = { makeWithoutMap };
  window.explorePage.onMapPanel("place-search", () => {
    const host = document.getElementById("place-search");
    if (host && !host.firstChild) make(host);
  });
})();
