/* The trend's own controls, and the numbered marks and list of dated events. */

import * as registry from "../explore/registry.js";
import * as viewQuery from "../explore/view_query.js";
import { make } from "../shell/dom.js";

const LINEAR = "linear";
/* Share of the width within which two numbers would touch, on a phone or on paper. */
const NEAR = 0.09;

/* A line at each event with its number on top; numbers that would touch stand lower by turns. */
function mark(event, number, lower) {
  const line = make("span", lower ? "event-mark lower" : "event-mark");
  line.style.left = `${event.at * 100}%`;
  line.append(make("b", "", String(number)));
  line.title = `${event.title} (${event.about})`;
  return line;
}

function item(event) {
  const entry = make("li");
  entry.append(make("span", "", event.title), make("small", "", event.about));
  return entry;
}

function paint(content) {
  if (!content) return;
  let before = -1;
  let lower = false;
  const marks = content.events.map((event, position) => {
    lower = event.at - before < NEAR && !lower;
    before = event.at;
    return mark(event, position + 1, lower);
  });
  document.getElementById("trend-marks").replaceChildren(...marks);
  document.getElementById("trend-events").hidden = !content.events.length;
  document.getElementById("trend-events-summary").textContent = content.summary;
  document.getElementById("trend-events-list").replaceChildren(...content.events.map(item));
  const others = document.getElementById("trend-events-others");
  others.hidden = !content.others;
  others.textContent = content.others;
}

registry.onPanel("trend-events", paint);
registry.onChange("scale", (parts, value) =>
  viewQuery.setOrDelete(parts, "scale", value === LINEAR ? "" : value),
);
