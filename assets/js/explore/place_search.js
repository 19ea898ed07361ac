/* The search for a place on a page with a map. Names come from the outlines of the map, because the counties on it are
   those of its figures, and, for groups of counties and whatever else is not drawn, from the list of states. */

import { mainMap } from "../map/main_map.js";
import { find, findList } from "../shell/dom.js";
import { NATION_ENTRY, countyEntry, groupEntry, stateEntry } from "../shell/place_names.js";
import { abbreviationsOf, attach } from "../shell/place_search.js";
import { chooseOnMap } from "./navigation.js";
import { onMapPanel } from "./registry.js";

let known = { outlines: null, entries: [] };

function entriesOf({ state, county }, abbreviations) {
  const names = Object.fromEntries(state.place.map((place, index) => [place, state.name[index]]));
  return [
    NATION_ENTRY,
    ...state.place.map((place, index) => stateEntry(place, state.name[index], abbreviations[place])),
    ...county.place.map((place, index) => {
      const inState = place.slice(0, 2);
      return countyEntry(place, county.name[index], abbreviations[inState], names[inState]);
    }),
  ];
}

function places(host) {
  const { outlines } = mainMap.drawn();
  if (known.outlines !== outlines) known = { outlines, entries: entriesOf(outlines, abbreviationsOf(host)) };
  const drawn = new Set([NATION_ENTRY.place, ...outlines.state.place]);
  const others = [...findList("state").options].filter((option) => !drawn.has(option.value));
  return [...others.map((option) => groupEntry(option.value, option.label)), ...known.entries];
}

onMapPanel("place-search", () => {
  const host = find("place-search");
  if (!host || host.firstChild) return;
  attach(host, { places: () => places(host), choose: (place) => chooseOnMap(place, false) });
});
