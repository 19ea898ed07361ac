/* The search for a place by its name: one text box with a list of what it may mean (the combobox pattern of the
   ARIA Authoring Practices). */

import { closestOf } from "./dom.js";
import { matchesOf } from "./place_names.js";

const MOST = 12;
const LABEL = "Find a place";

/** @type {{ shown: PlaceEntry[], active: number }} */
const state = { shown: [], active: -1 };
/**
 * The elements of the box, where its places come from, and who is told the one chosen.
 * @type {{ input: HTMLInputElement, list: HTMLElement, count: HTMLElement, places: () => PlaceEntry[],
 *   choose: (place: string) => void }}
 */
let box;

/**
 * Codes of the states with their abbreviations, as the server put them on the page.
 * @param {HTMLElement} host
 * @returns {Record<string, string>}
 */
export const abbreviationsOf = (host) =>
  Object.fromEntries((host.dataset.states ?? "").split(" ").map((pair) => pair.split(":")));

function close() {
  state.active = -1;
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
}

/**
 * @param {PlaceEntry} entry
 * @param {number} index
 */
function optionOf(entry, index) {
  const option = document.createElement("li");
  option.id = `place-option-${index}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.option = String(index);
  option.textContent = entry.name;
  return option;
}

/**
 * @param {number} count
 */
function countWords(count) {
  if (!count) return "No place of that name on this map";
  if (count === 1) return "1 place";
  return count > MOST ? `${count.toLocaleString("en-US")} places; type on to narrow` : `${count} places`;
}

/**
 * What is said at the foot of the list; a screen reader hears it from the status.
 * @param {string} words
 */
function remark(words) {
  const row = document.createElement("li");
  row.className = "remark";
  row.setAttribute("aria-hidden", "true");
  row.textContent = words;
  return row;
}

function open() {
  const found = matchesOf(box.input.value, box.places());
  state.shown = found.slice(0, MOST);
  const words = box.input.value.trim() ? countWords(found.length) : "";
  box.count.textContent = words;
  box.list.replaceChildren(
    ...state.shown.map(optionOf),
    ...(found.length > 0 && found.length <= MOST ? [] : [remark(words)]),
  );
  close();
  box.list.hidden = !words;
  box.input.setAttribute("aria-expanded", String(!box.list.hidden));
}

/**
 * @param {number} index
 */
function activate(index) {
  const count = state.shown.length;
  if (!count) return;
  state.active = (index + count) % count;
  box.list
    .querySelectorAll("[role=option]")
    .forEach((option, position) => option.setAttribute("aria-selected", String(position === state.active)));
  box.list.children[state.active].scrollIntoView({ block: "nearest" });
  box.input.setAttribute("aria-activedescendant", `place-option-${state.active}`);
}

/**
 * @param {number} index
 */
function choose(index) {
  const entry = state.shown[index];
  if (!entry) return;
  box.input.value = "";
  box.count.textContent = "";
  state.shown = [];
  close();
  box.choose(entry.place);
}

/** @type {Record<string, () => void>} */
const KEYS = {
  ArrowDown: () => (box.list.hidden ? open() : activate(state.active + 1)),
  ArrowUp: () => activate(state.active < 0 ? -1 : state.active - 1),
  Enter: () => choose(Math.max(state.active, 0)),
  Escape: () => {
    if (box.list.hidden) {
      box.input.value = "";
      box.count.textContent = "";
    }
    close();
  },
};

/**
 * Puts the box into an element. `places()` are the entries it searches; `choose(place)` is told the one chosen.
 * @param {HTMLElement} host
 * @param {{ places: () => PlaceEntry[], choose: (place: string) => void }} from
 */
export function attach(host, { places, choose: chooses }) {
  const input = document.createElement("input");
  Object.assign(input, {
    id: "place-input",
    type: "text",
    placeholder: LABEL,
    autocomplete: "off",
    spellcheck: false,
  });
  const attributes = {
    role: "combobox",
    "aria-label": LABEL,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "place-list",
  };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  const list = document.createElement("ul");
  Object.assign(list, { id: "place-list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Places");
  const count = document.createElement("span");
  count.className = "visually-hidden";
  count.setAttribute("role", "status");
  box = { input, list, count, places, choose: chooses };
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
  list.addEventListener("click", (event) =>
    choose(Number(closestOf(event, "[data-option]")?.dataset.option)),
  );
}

/* Searches anew, where places have come since something was typed. */
export function refresh() {
  if (box.input.value) open();
}
