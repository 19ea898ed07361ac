/* A panel by itself: its charts fill the place left to them, and the link under an embedded one leads to its whole
   view. */

import * as charts from "../charts/charts.js";
import * as currentView from "../explore/current_view.js";
import * as registry from "../explore/registry.js";
import { findAll } from "../shell/dom.js";

const REST_MS = 60;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/* A chart drawn before its neighbors had their height is drawn anew in the place that is left to it. */
const resized = new ResizeObserver(() => {
  clearTimeout(waiting);
  waiting = setTimeout(charts.repaint, REST_MS);
});

const watchCharts = () => findAll(".single-panel .chart").forEach((chart) => resized.observe(chart));
/* Those of a place's profile come with each of its answers. */
const drawn = new MutationObserver(watchCharts);

registry.onPanel("single-panel", () => {
  watchCharts();
  document
    .querySelectorAll(".single-panel > .panel-content")
    .forEach((content) => drawn.observe(content, { childList: true }));
  findAll("[data-whole-view]").forEach((link) => {
    link.setAttribute("href", `/?${currentView.lastingParts()}`);
  });
});
