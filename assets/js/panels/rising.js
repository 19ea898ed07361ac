/* Rising against the tide: the places with the clearest rises, each a button, in the words of the server. */

import * as registry from "../explore/registry.js";
import { find, make } from "../shell/dom.js";
import { watchLazy } from "./lazy_panel.js";

const HEADINGS = ["Place", "Count", "Change", "95% interval"];

/** @typedef {{ place: string, name: string, counts: string, change: string, interval: string }} Rise */

/**
 * @param {Rise} rise
 */
function rowOf({ place, name, counts, change, interval }) {
  const made = make("tr"),
    heading = make("th"),
    button = make("button", "place-choice", name);
  heading.scope = "row";
  button.dataset.go = place;
  heading.append(button);
  made.append(
    heading,
    make("td", "number", counts),
    make("td", "number strong", change),
    make("td", "number", interval),
  );
  return made;
}

/** @param {{ map: boolean, rows: Rise[] }} content */
function draw(content) {
  const table = make("table", "rising-table"),
    head = make("thead"),
    names = make("tr"),
    body = make("tbody");
  table.setAttribute("aria-labelledby", "rising-title");
  names.append(...HEADINGS.map((words, index) => make("th", index ? "number" : "", words)));
  head.append(names);
  body.append(...content.rows.map(rowOf));
  table.append(head, body);
  find("rising-list").replaceChildren(...(content.rows.length ? [table] : []));
  document.querySelector("[data-rising]")?.toggleAttribute("disabled", !content.map);
}

watchLazy("rising", draw);
registry.onPress("rising", (parts, measure) => {
  parts.set("measure", measure);
  find("map").scrollIntoView({ block: "start" });
});
