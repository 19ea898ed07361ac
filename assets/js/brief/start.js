/* Begins the page once Dash has laid it out: the deck of the address, else the one that this tab keeps. */

import * as briefing from "../shell/briefing.js";
import { findAll, messageOf, whenPresent } from "../shell/dom.js";
import * as lists from "../shell/lists.js";
import * as builder from "./builder.js";
import * as deck from "./deck.js";
import * as stage from "./stage.js";

async function load() {
  const query = window.location.search.slice(1);
  const kept = briefing.read();
  try {
    if (query) deck.take(await deck.found(query), { isEdit: false });
    else if (kept.slides.length || kept.title)
      deck.take(await deck.checked(JSON.stringify(kept)), { isEdit: false });
  } catch (problem) {
    builder.say(messageOf(problem));
  }
  if (window.location.hash === "#present") stage.begin();
  document.documentElement.dataset.briefing = "ready";
}

async function start() {
  await whenPresent("#brief");
  for (const list of findAll("#brief [data-list]")) lists.begin(/** @type {HTMLSelectElement} */ (list));
  builder.attach();
  stage.attach();
  await load();
}

start();
