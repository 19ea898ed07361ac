/* Elements of the page. Text only ever becomes text. */

export const find = (id) => document.getElementById(id);

/* An element with a class and a text, of either as much as is payload. */
export function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function setText(id, text) {
  const place = document.getElementById(id);
  if (place && place.textContent !== text) place.textContent = text;
}

export function setTexts(texts) {
  Object.entries(texts).forEach(([id, text]) => setText(id, text));
}

export const nextFrame = () =>
  new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });

/* Resolves to the first element that matches, once Dash has put it on the page. */
export function whenPresent(selector) {
  const present = document.querySelector(selector);
  if (present) return Promise.resolve(present);
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      const arrived = document.querySelector(selector);
      if (!arrived) return;
      observer.disconnect();
      resolve(arrived);
    });
    observer.observe(document.documentElement, { childList: true, subtree: true });
  });
}

/* An element with a class, and what stands in it. */
export function container(tag, className, ...children) {
  const made = make(tag, className);
  made.append(...children);
  return made;
}

/* An element with properties of its own, and what stands in it. */
export function construct(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
