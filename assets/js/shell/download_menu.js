/* What a panel's download menu offers beside files of its figures: its citation, and pictures made by the server.
   Filled in when the menu is first opened, so that a page carries none of it before. */

import { closestOf, findAll } from "./dom.js";
import { requestOk } from "./http.js";

/** @type {[words: string, kind: string, scale: number, spoken: string][]} */
const SIZES = [
  ["Picture (PNG)", "png", 1, "a picture"],
  ["Picture, 2 times as large", "png", 2, "a picture twice as large"],
  ["Picture, 4 times as large", "png", 4, "a picture four times as large"],
  ["Drawing (SVG)", "svg", 0, "a drawing in SVG"],
];
const COPIED_SIZE = 2;
const COPY = "Copy picture",
  COPYING = "Copying…",
  COPIED = "Copied",
  REFUSED = "Not allowed to copy",
  FAILED = "No picture; try again";

/** @param {Element} menu */
const fileLink = (menu) => findAll("a[data-download]", menu)[0];
/** @param {Element} menu */
const panelOf = (menu) => (fileLink(menu).dataset.download ?? "").split(".")[0];

/**
 * The view is that of the files beside it.
 * @param {Element} menu
 * @param {string} kind
 * @param {number} scale
 */
function address(menu, kind, scale) {
  const query =
    ((fileLink(menu).getAttribute("href") ?? "").split("?")[1] || "") + (scale ? `&scale=${scale}` : "");
  return `/picture/${panelOf(menu)}.${kind}?${query.replace(/^&/, "")}`;
}

/** @param {Element} menu */
const nameOf = (menu) => (fileLink(menu).getAttribute("aria-label") ?? "").replace(/^Download | as .*$/g, "");

/**
 * @param {Element} menu
 * @param {string} words
 * @param {string} kind
 * @param {number} scale
 * @param {string} spoken
 */
function link(menu, words, kind, scale, spoken) {
  const made = document.createElement("a");
  made.textContent = words;
  made.className = "picture-link";
  made.setAttribute("aria-label", `Download ${nameOf(menu)} as ${spoken}`);
  made.dataset.kind = kind;
  made.dataset.scale = String(scale);
  return made;
}

/**
 * @param {Element} menu
 */
function citation(menu) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = "Cite";
  made.dataset.cite = panelOf(menu);
  made.setAttribute("aria-label", `Cite ${nameOf(menu)}`);
  made.setAttribute("aria-haspopup", "dialog");
  return made;
}

/**
 * @param {Element} menu
 */
function fill(menu) {
  const copy = document.createElement("button");
  copy.type = "button";
  copy.textContent = COPY;
  copy.className = "picture-copy";
  copy.setAttribute("aria-live", "polite");
  menu.append(
    citation(menu),
    ...SIZES.map(([words, kind, scale, spoken]) => link(menu, words, kind, scale, spoken)),
    ...(window.ClipboardItem ? [copy] : []),
  );
}

/**
 * @param {HTMLDetailsElement} details
 */
function opened(details) {
  const menu = details.querySelector(".menu");
  if (!menu || !fileLink(menu)) return;
  if (!menu.querySelector(".picture-link")) fill(menu);
  findAll(".picture-link", menu).forEach((each) => {
    each.setAttribute("href", address(menu, each.dataset.kind ?? "", Number(each.dataset.scale)));
  });
  const copy = menu.querySelector(".picture-copy");
  if (copy) copy.textContent = COPY;
}

/** @param {string} url */
const pictureAt = async (url) => (await requestOk(url)).blob();

/**
 * The clipboard takes a promise: once the picture is there, the press that allows copying is long past.
 * @param {HTMLElement} button
 */
async function copied(button) {
  const picture = pictureAt(address(/** @type {Element} */ (button.closest(".menu")), "png", COPIED_SIZE));
  button.textContent = COPYING;
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    button.textContent = COPIED;
  } catch {
    button.textContent = await picture.then(
      () => REFUSED,
      () => FAILED,
    );
  }
}

document.addEventListener(
  "toggle",
  (event) => {
    const { target } = event;
    if (target instanceof HTMLDetailsElement && target.open && target.matches("details.download"))
      opened(target);
  },
  true,
);
document.addEventListener("click", (event) => {
  const button = closestOf(event, ".picture-copy");
  if (button) copied(button);
});
