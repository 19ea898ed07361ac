/* Elements of the page. Text only ever becomes text. */

/** An element that may not be there. @param {string} id */
export const findIfPresent = (id) => document.getElementById(id);

/** An element that the page's layout has. @param {string} id @returns {HTMLElement} */
export const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} id @returns {HTMLInputElement} */
export const findInput = (id) => /** @type {HTMLInputElement} */ (find(id));

/** @param {string} id @returns {HTMLSelectElement} */
export const findList = (id) => /** @type {HTMLSelectElement} */ (find(id));

/** @param {string} id @returns {HTMLDialogElement} */
export const findDialog = (id) => /** @type {HTMLDialogElement} */ (find(id));

/** @param {string} id @returns {HTMLButtonElement} */
export const findButton = (id) => /** @type {HTMLButtonElement} */ (find(id));

/** @param {string} id @returns {HTMLAnchorElement} */
export const findLink = (id) => /** @type {HTMLAnchorElement} */ (find(id));

/**
 * All elements that match, of the page or of a part of it.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export const findAll = (selector, within = document) =>
  [...within.querySelectorAll(selector)].map((each) => /** @type {HTMLElement} */ (each));

/**
 * The element of an event, or the nearest around it, that matches; null where none does.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const closestOf = (event, selector) =>
  event.target instanceof Element ? event.target.closest(selector) : null;

/** Takes the keyboard away from what is about to be hidden. @param {Element} part */
export function blurWithin(part) {
  if (document.activeElement instanceof HTMLElement && part.contains(document.activeElement))
    document.activeElement.blur();
}

/**
 * An element with a class and a text, of either as much as is payload.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} [className]
 * @param {string} [text]
 */
export function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/**
 * @param {string} id
 * @param {string} text
 */
export function setText(id, text) {
  const place = document.getElementById(id);
  if (place && place.textContent !== text) place.textContent = text;
}

/**
 * @param {Record<string, string>} texts
 */
export function setTexts(texts) {
  Object.entries(texts).forEach(([id, text]) => setText(id, text));
}

/**
 * @returns {Promise<number>}
 */
export const nextFrame = () =>
  new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });

/**
 * Resolves to the first element that matches, once Dash has put it on the page.
 * @param {string} selector
 * @returns {Promise<HTMLElement>}
 */
export function whenPresent(selector) {
  const present = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  if (present) return Promise.resolve(present);
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      const arrived = /** @type {HTMLElement | null} */ (document.querySelector(selector));
      if (!arrived) return;
      observer.disconnect();
      resolve(arrived);
    });
    observer.observe(document.documentElement, { childList: true, subtree: true });
  });
}

/**
 * An element with a class, and what stands in it.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {(Node | string)[]} children
 */
export function container(tag, className, ...children) {
  const made = make(tag, className);
  made.append(...children);
  return made;
}

/**
 * An element with properties of its own, and what stands in it.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {object} properties
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function construct(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** What went wrong, in its own words. @param {unknown} problem */
export const messageOf = (problem) => (problem instanceof Error ? problem.message : String(problem));

/** Whether the browser refused what a page may not do unasked. @param {unknown} problem */
export const isNotAllowed = (problem) =>
  problem instanceof DOMException && problem.name === "NotAllowedError";
