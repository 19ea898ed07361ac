/* Named groups of counties: offers them in the lists of places, tells the maps their counties, and keeps the
   user's own in the link, where `own-1` stands for the first of `groups`. */

import { know } from "../map/county_map.js";
import { mainMap } from "../map/main_map.js";
import { find, findAll } from "../shell/dom.js";
import * as lists from "../shell/lists.js";
import * as groupDialog from "./group_dialog.js";
import * as navigation from "./navigation.js";
import { ownGroups } from "./own_groups.js";
import * as viewQuery from "./view_query.js";

const SELECTION = /^Selection of [\d,]+ counties$/;
const MOST_COMPARED = 4;

let known = { sections: [], peers: "", counties: {} };

/* Where a selection made on the map goes: in place of the last one, or behind the others; -1 where all
   places are taken. */
function placeForSelection(groups) {
  const last = groups.findIndex(({ name }) => SELECTION.test(name));
  if (last >= 0) return last;
  return groups.length < groupDialog.limit("mostGroups") ? groups.length : -1;
}

function countiesIn(codes) {
  const { place } = mainMap.drawn().outlines.county;
  return [
    ...new Set(
      codes.flatMap((code) =>
        code.length === 2 ? place.filter((county) => county.startsWith(code)) : [code],
      ),
    ),
  ];
}

/* Places chosen on a map become a group; a few states are compared instead. */
export function choosePlaces(codes) {
  const parts = navigation.currentParts();
  if (codes.length === 1) {
    viewQuery.choosePlace(parts, codes[0]);
    navigation.navigate(parts);
    return;
  }
  if (codes.length <= MOST_COMPARED + 1 && codes.every((code) => code.length === 2)) {
    viewQuery.choosePlace(parts, codes[0]);
    viewQuery.setOrDelete(parts, "compare", codes.slice(1).join(","));
    navigation.navigate(parts);
    return;
  }
  const counties = countiesIn(codes);
  if (!counties.length) return;
  const group = { name: `Selection of ${counties.length.toLocaleString("en-US")} counties`, counties };
  const position = placeForSelection(ownGroups(parts));
  if (position < 0 || counties.length > groupDialog.limit("mostCounties")) groupDialog.open(group);
  else groupDialog.saveInLink(position, group);
}

function section(label, choices) {
  const made = lists.section({
    label,
    options: choices.map(([code, name]) => ({ value: code, label: name })),
  });
  made.dataset.added = "";
  return made;
}

/* Lists of places keep what stands in them for good; sections of an answer come before or after. */
function setSections(list, before, after) {
  const key = JSON.stringify([before, after]);
  if (list.dataset.sections === key) return;
  list.dataset.sections = key;
  lists.begin(list);
  const { value } = list;
  findAll("[data-added]", list).forEach((old) => old.remove());
  list.querySelector("optgroup").before(...before.map((each) => section(...each)));
  list.append(...after.map((each) => section(...each)));
  list.value = value;
}

export function take(groups) {
  known = groups;
  know(groups.counties);
}

export function offer(payload) {
  const counties = payload.controls.county.options.slice(1).map(({ value, label }) => [value, label]);
  setSections(find("state"), [], known.sections);
  setSections(
    find("compare-with"),
    [
      ...(known.peers ? [["Peers", [["peers", known.peers]]]] : []),
      ...(counties.length ? [["Counties", counties]] : []),
    ],
    known.sections,
  );
}

document.addEventListener("places-chosen", (event) => {
  choosePlaces(/** @type {CustomEvent<{ places: string[] }>} */ (event).detail.places);
});
