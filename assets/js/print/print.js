/* Printing: the view in light colors, its charts at the width of the page, with its link and the day. */

import * as charts from "../charts/charts.js";
import * as currentView from "../explore/current_view.js";
import { find } from "../shell/dom.js";
import * as mapPatterns from "./map_patterns.js";

const root = document.documentElement;
/** @type {string | null} */
let theme = null;

function fillPrintLine() {
  const answer = currentView.answer();
  const place = find("print-line");
  if (!answer || !place) return;
  const day = new Intl.DateTimeFormat("en-US", { dateStyle: "long" }).format(new Date());
  place.textContent = `Printed ${day} from ${window.location.origin}/?${currentView.lastingParts()}`;
}

function prepare() {
  if (theme !== null) return;
  theme = root.dataset.theme ?? "light";
  root.dataset.theme = "light";
  root.dataset.printing = "";
  fillPrintLine();
  mapPatterns.flatten();
  charts.repaint();
}

function restore() {
  if (theme === null) return;
  root.dataset.theme = theme;
  delete root.dataset.printing;
  theme = null;
  mapPatterns.restore();
  charts.repaint();
}

window.addEventListener("beforeprint", prepare);
window.addEventListener("afterprint", restore);
