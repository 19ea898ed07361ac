/* Named groups of counties: offers them in the lists of places, tells the maps their counties, and keeps the
   user's own in the link, where `own-1` stands for the first of `groups`. */
(function () {
  const CODE = "own-";
  const SELECTION = /^Selection of [\d,]+ counties$/;
  const MOST_COMPARED = 4;
  const find = (id) => document.getElementById(id);
  const limit = (name) => Number(find("group-dialog").dataset[name]);

  let known = { sections: [], peers: "", counties: {} };

  /* The form of model/groups.py: NAME:39035.39061;NAME:… with a name's own separators escaped. */
  const escaped = (name) => name.replace(/[%:;]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  const unescaped = (name) => name.replace(/%(25|3A|3B)/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));

  function ownGroups(parts) {
    const text = parts.get("groups");
    return (text ? text.split(";") : []).map((part) => {
      const end = part.lastIndexOf(":");
      return { name: unescaped(part.slice(0, end)), counties: part.slice(end + 1).split(".").filter(Boolean) };
    });
  }

  function writeGroups(parts, groups) {
    window.explorePage.setOrDelete(parts, "groups", groups.map(({ name, counties }) => `${escaped(name)}:${counties.join(".")}`).join(";"));
  }

  /* Puts a group at a position of the link's groups and in focus. */
  function save(position, group) {
    const parts = window.explorePage.currentParts();
    const groups = ownGroups(parts);
    groups[position] = group;
    writeGroups(parts, groups);
    window.explorePage.choosePlace(parts, `${CODE}${position + 1}`);
    window.explorePage.navigate(parts);
  }

  /* Those after a group that goes move up, and whatever stands for them with them. */
  function remove(position) {
    const parts = window.explorePage.currentParts();
    const moved = (place) => {
      const at = place.startsWith(CODE) ? Number(place.slice(CODE.length)) - 1 : -1;
      return at > position ? `${CODE}${at}` : at === position ? "" : place;
    };
    writeGroups(parts, ownGroups(parts).filter((_, index) => index !== position));
    for (const name of ["place", "compare"]) {
      window.explorePage.setOrDelete(parts, name, (parts.get(name) || "").split(",").map(moved).filter(Boolean).join(","));
    }
    window.explorePage.navigate(parts);
  }

  /* Where a selection made on the map goes: in place of the last one, or behind the others; -1 where all
     places are taken. */
  function placeForSelection(groups) {
    const last = groups.findIndex(({ name }) => SELECTION.test(name));
    if (last >= 0) return last;
    return groups.length < limit("mostGroups") ? groups.length : -1;
  }

  function countiesIn(codes) {
    const { place } = window.countyMap.drawn().outlines.county;
    return [...new Set(codes.flatMap((code) => (code.length === 2 ? place.filter((county) => county.startsWith(code)) : [code])))];
  }

  /* Places chosen on a map become a group; a few states are compared instead. */
  function choosePlaces(codes) {
    const parts = window.explorePage.currentParts();
    if (codes.length === 1) { window.explorePage.choosePlace(parts, codes[0]); window.explorePage.navigate(parts); return; }
    if (codes.length <= MOST_COMPARED + 1 && codes.every((code) => code.length === 2)) {
      window.explorePage.choosePlace(parts, codes[0]);
      window.explorePage.setOrDelete(parts, "compare", codes.slice(1).join(","));
      window.explorePage.navigate(parts);
      return;
    }
    const counties = countiesIn(codes);
    if (!counties.length) return;
    const group = { name: `Selection of ${counties.length.toLocaleString("en-US")} counties`, counties };
    const position = placeForSelection(ownGroups(parts));
    if (position < 0 || counties.length > limit("mostCounties")) window.groupDialog.open(group);
    else save(position, group);
  }

  function section(label, choices) {
    const made = window.lists.section({ label, options: choices.map(([code, name]) => ({ value: code, label: name })) });
    made.dataset.added = "";
    return made;
  }

  /* Lists of places keep what stands in them for good; sections of an answer come before or after. */
  function setSections(list, before, after) {
    const key = JSON.stringify([before, after]);
    if (list.dataset.sections === key) return;
    list.dataset.sections = key;
    window.lists.begin(list);
    const { value } = list;
    list.querySelectorAll("[data-added]").forEach((old) => old.remove());
    list.querySelector("optgroup").before(...before.map((each) => section(...each)));
    list.append(...after.map((each) => section(...each)));
    list.value = value;
  }

  function take(groups) {
    known = groups;
    window.countyMaps.know(groups.counties);
  }

  function offer(given) {
    const counties = given.controls.county.options.slice(1).map(({ value, label }) => [value, label]);
    setSections(find("state"), [], known.sections);
    setSections(
      find("compare-with"),
      [...(known.peers ? [["Peers", [["peers", known.peers]]]] : []), ...(counties.length ? [["Counties", counties]] : [])],
      known.sections,
    );
  }

  document.addEventListener("places-chosen", ({ detail }) => choosePlaces(detail.places));
  window.explorePage.choosePlaces = choosePlaces;
  window.placeGroups = { take, offer, ownGroups, save, remove, limit };
})();
