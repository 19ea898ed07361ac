/* The briefing that is being built, kept by this tab alone; "Add to briefing" on every panel, and its citation. */

import * as currentView from "../explore/current_view.js";
import { closestOf, find, findAll, findDialog, findIfPresent } from "./dom.js";
import { requestOk } from "./http.js";

const KEY = "briefing";
const MOST = 40;
/** @returns {Deck} */
export const empty = () => ({ format: 1, title: "", extract: "", slides: [] });

/* Private windows may refuse to keep anything: the briefing then lasts one page. What is kept was written here,
   and is checked by the server all the same before it is shown. */
/** @type {Deck | null} */
let kept = null;

/** @returns {Deck} */
export function read() {
  if (kept) return kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    kept = null;
  }
  if (!kept || !Array.isArray(kept.slides)) kept = empty();
  return kept;
}

/**
 * @param {Deck} deck
 */
export function write(deck) {
  kept = deck;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(deck));
  } catch {
    /* one page */
  }
  count();
}

/** @param {number} number */
export const slidesWords = (number) => (number === 1 ? "1 slide" : `${number} slides`);
const link = () => findAll('header nav a[href="/brief"]')[0];

/* Beside the link to the briefing stands how many slides it has. */
function count() {
  const { length } = read().slides;
  const found = link();
  if (found) found.dataset.slides = String(length || "");
  if (found) found.setAttribute("aria-label", length ? `Briefing, ${slidesWords(length)}` : "Briefing");
}

/**
 * @param {string} words
 */
export function say(words) {
  const place = findIfPresent("briefing-said");
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = words;
  });
}

/**
 * @param {string} show
 * @param {string} view
 */
function add(show, view) {
  const deck = read();
  if (deck.slides.length >= MOST) {
    say(`The briefing is full: ${MOST} slides.`);
    return;
  }
  write({ ...deck, slides: [...deck.slides, { view, show, title: "", text: "", notes: "" }] });
  say(`${slidesWords(deck.slides.length + 1)} in the briefing`);
}

function dialogOf() {
  const standing = findDialog("cite-dialog");
  if (standing) return standing;
  const made = document.createElement("dialog");
  made.id = "cite-dialog";
  made.className = "cite-dialog";
  made.setAttribute("aria-labelledby", "cite-title");
  const title = Object.assign(document.createElement("h2"), {
    id: "cite-title",
    textContent: "Cite this view",
  });
  const text = Object.assign(document.createElement("p"), { id: "cite-text" });
  text.setAttribute("role", "status");
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  buttons.append(
    ...[
      ["Copy", "copyCitation"],
      ["Close", "closeCitation"],
    ].map(([words, name]) => {
      const button = Object.assign(document.createElement("button"), {
        type: "button",
        className: "quiet",
        textContent: words,
      });
      button.dataset[name] = "";
      return button;
    }),
  );
  made.append(title, text, buttons);
  document.body.append(made);
  return made;
}

/**
 * @param {string} panel
 * @param {string} view
 */
async function cite(panel, view) {
  const dialog = dialogOf();
  const text = find("cite-text");
  text.textContent = "The citation is on its way…";
  findAll("[data-copy-citation]", dialog)[0].textContent = "Copy";
  dialog.showModal();
  try {
    text.textContent = await (await requestOk(`/cite/${panel}?${view}`)).text();
  } catch {
    text.textContent = "The citation could not be made. Close this and try again.";
  }
}

/**
 * @param {HTMLElement} button
 */
async function copy(button) {
  const text = find("cite-text").textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed to copy";
  }
}

/**
 * The view on screen; a page of another kind says in the button which view it means.
 * @param {HTMLElement} button
 */
const viewOf = (button) =>
  button.dataset.view || (currentView.answer() ? currentView.lastingParts().toString() : "");

document.addEventListener("click", (event) => {
  const button = closestOf(event, "button");
  if (!button) return;
  const { dataset } = button;
  if ("addToDeck" in dataset) add(dataset.show ?? "", viewOf(button));
  if (dataset.cite) cite(dataset.cite, viewOf(button));
  if ("copyCitation" in dataset) copy(button);
  if ("closeCitation" in dataset) findDialog("cite-dialog").close();
});

/* The header arrives with the page's first answer. */
const waiting = new MutationObserver(() => {
  if (link()) {
    waiting.disconnect();
    count();
  }
});
waiting.observe(document.documentElement, { childList: true, subtree: true });
