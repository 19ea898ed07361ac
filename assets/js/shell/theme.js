/* Light or dark: as the system has it, until the visitor chooses; a third press gives it back to the system.
   Runs before the page is drawn. */

import { closestOf } from "./dom.js";

const KEY = "theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const bySystem = () => (system.matches ? "dark" : "light");
/** @type {(theme: string) => "dark" | "light"} */
const other = (theme) => (theme === "dark" ? "light" : "dark");
const WORDS = { light: "Theme: light", dark: "Theme: dark", system: "Theme: as the system" };
/** @type {(() => void)[]} */
const listeners = [];

/** Calls `listener` once another theme is on. @param {() => void} listener */
export function onThemeChange(listener) {
  listeners.push(listener);
}

const tell = () => listeners.forEach((listener) => listener());

/* Private windows may refuse to remember: the choice then lasts one page. */
/** @type {"dark" | "light" | null} */
let chosen = null;
try {
  const kept = localStorage.getItem(KEY);
  chosen = kept === "light" || kept === "dark" ? kept : null;
} catch {
  chosen = null;
}

function remember() {
  try {
    if (chosen) localStorage.setItem(KEY, chosen);
    else localStorage.removeItem(KEY);
  } catch {
    /* one page */
  }
}

function apply() {
  document.documentElement.dataset.theme = chosen || bySystem();
  const button = document.getElementById("theme-switch");
  if (!button) return;
  const words = WORDS[chosen || "system"];
  button.title = words;
  button.setAttribute("aria-label", words);
}

/* The system's theme, the other one, the system's as a choice, and back to the system. */
function toggle() {
  if (chosen === null) chosen = other(bySystem());
  else if (chosen !== bySystem()) chosen = bySystem();
  else chosen = null;
  remember();
  apply();
  tell();
}

system.addEventListener("change", () => {
  if (chosen || "printing" in document.documentElement.dataset) return;
  apply();
  tell();
});
document.addEventListener("click", (event) => {
  if (closestOf(event, "#theme-switch")) toggle();
});
apply();
