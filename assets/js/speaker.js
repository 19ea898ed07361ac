/* Speaker notes: what the presentation says of its slide, and how long it has been there. */

import { find } from "./shell/dom.js";

const TICK_MS = 500;
const KEYS = [
  "ArrowRight",
  "ArrowLeft",
  "ArrowUp",
  "ArrowDown",
  " ",
  "PageUp",
  "PageDown",
  "Home",
  "End",
  "b",
  "r",
];
const channel = new BroadcastChannel(window.location.hash.slice(1));
/** @type {Told | null} */
let state = null;

/** @type {(since: number) => string} */
const clock = (since) => {
  const seconds = Math.max(0, Math.floor((Date.now() - since) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

function tick() {
  if (!state) return;
  find("speaker-time").textContent = clock(state.begun);
  find("speaker-slide-time").textContent = clock(state.slideBegun);
}

/**
 * @param {Told} told
 */
function show(told) {
  state = told;
  find("speaker-title").textContent = `${told.number} of ${told.count}: ${told.title}`;
  find("speaker-notes").textContent = told.notes || "No notes for this slide.";
  find("speaker-next").textContent = told.next ? `Next: ${told.next}` : "This is the last slide.";
  tick();
}

channel.addEventListener("message", ({ data }) => {
  if (data.number) show(data);
});
document.addEventListener("keydown", (event) => {
  if (!KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  channel.postMessage({ key: event.key });
});
const theme = localStorage.getItem("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
setInterval(tick, TICK_MS);
channel.postMessage({ hello: true });
