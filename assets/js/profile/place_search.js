/* The search for a place on a page without a map: the list is asked for when the box is first used. */

import { requestJson } from "../shell/http.js";
import { NATION_ENTRY, countyEntry, stateEntry } from "../shell/place_names.js";
import { abbreviationsOf, attach, refresh } from "../shell/place_search.js";

/**
 * @typedef {{ place: string, name: string, kind: string }} Found
 * @typedef {(found: Found, abbreviations: Record<string, string>, names: Record<string, string>) => PlaceEntry} ToEntry
 */

/** @type {PlaceEntry[]} */
let entries = [];

/** @type {Record<string, ToEntry>} */
const ENTRIES = {
  nation: () => NATION_ENTRY,
  state: ({ place, name }, abbreviations) => stateEntry(place, name, abbreviations[place]),
  county: ({ place, name }, abbreviations, names) => {
    const inState = place.slice(0, 2);
    return countyEntry(place, name, abbreviations[inState], names[inState]);
  },
};

/** @param {HTMLElement} host */
async function load(host) {
  /** @type {{ places: Found[] }} */
  const { places } = await requestJson(host.dataset.places ?? "");
  const names = Object.fromEntries(
    places.filter(({ kind }) => kind === "state").map(({ place, name }) => [place, name]),
  );
  const abbreviations = abbreviationsOf(host);
  entries = places
    .filter(({ kind }) => kind in ENTRIES)
    .map((found) => ENTRIES[found.kind](found, abbreviations, names));
  refresh();
}

/**
 * Puts the box into an element; the place chosen is shown by the page that the element names.
 * @param {HTMLElement} host
 */
export function attachPlaceSearch(host) {
  attach(host, {
    places: () => entries,
    choose: (place) => window.location.assign(`${host.dataset.goesTo}${place}`),
  });
  const loadOnFocus = () =>
    host
      .querySelector("input")
      ?.addEventListener("focus", () => load(host).catch(loadOnFocus), { once: true });
  loadOnFocus();
}
