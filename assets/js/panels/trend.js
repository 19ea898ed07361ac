/* The trend's own controls, and the numbered marks and list of dated events. */

import { whenFirstDrawn } from "../charts/charts.js";
import * as currentView from "../explore/current_view.js";
import { currentParts, navigate } from "../explore/navigation.js";
import * as registry from "../explore/registry.js";
import * as viewQuery from "../explore/view_query.js";
import { find, make } from "../shell/dom.js";

const LINEAR = "linear";
const NO_SEGMENTS = "none";
/* Share of the width within which two numbers would touch, on a phone or on paper. */
const NEAR = 0.09;

/**
 * @typedef {{ at: number, title: string, about: string }} DatedEvent
 * @typedef {{ events: DatedEvent[], summary: string, others: string }} Events
 */

/**
 * A line at each event with its number on top; numbers that would touch stand lower by turns.
 * @param {DatedEvent} event
 * @param {number} number
 * @param {boolean} lower
 */
function mark(event, number, lower) {
  const line = make("span", lower ? "event-mark lower" : "event-mark");
  line.style.left = `${event.at * 100}%`;
  line.append(make("b", "", String(number)));
  line.title = `${event.title} (${event.about})`;
  return line;
}

/** @param {DatedEvent} event */
function item(event) {
  const entry = make("li");
  entry.append(make("span", "", event.title), make("small", "", event.about));
  return entry;
}

/** @param {Events | null} content */
function paint(content) {
  if (!content) return;
  let before = -1;
  let lower = false;
  const marks = content.events.map((event, position) => {
    lower = event.at - before < NEAR && !lower;
    before = event.at;
    return mark(event, position + 1, lower);
  });
  find("trend-marks").replaceChildren(...marks);
  find("trend-events").hidden = !content.events.length;
  find("trend-events-summary").textContent = content.summary;
  find("trend-events-list").replaceChildren(...content.events.map(item));
  const others = find("trend-events-others");
  others.hidden = !content.others;
  others.textContent = content.others;
}

registry.onPanel("trend-events", paint);
registry.onChange("scale", (parts, value) =>
  viewQuery.setOrDelete(parts, "scale", value === LINEAR ? "" : value),
);

registry.onChange("segments", (parts, value) =>
  viewQuery.setOrDelete(parts, "segments", value === NO_SEGMENTS ? "" : value),
);

/** Takes the months under the brush. @param {{ range?: { x?: string[] } } | undefined} event */
function chooseBrushed(event) {
  if (!event?.range?.x) return;
  const [since, end] = event.range.x.map((text) => String(text).slice(0, 7)).sort();
  const parts = currentParts();
  viewQuery.chooseRange(parts, since, nearest(end));
  navigate(parts);
}

/** Takes the month nearest to a click. @param {{ points: { x: string }[] }} event */
function chooseClicked(event) {
  const parts = currentParts();
  viewQuery.choosePeriod(parts, nearest(String(event.points[0].x).slice(0, 10)));
  navigate(parts);
}

/** @param {string} text */
function nearest(text) {
  const periods = currentView.choices().period.flatMap((option) => option.value ?? []);
  return viewQuery.nearestPeriod(periods, text, currentView.answer().controls.kind.value);
}

whenFirstDrawn("trend", (/** @type {PlotlyChart} */ chart) => {
  chart.on("plotly_selected", chooseBrushed);
  chart.on("plotly_click", chooseClicked);
});
