/* Finer outlines of the one state that a county map looks at, in place of its coarse ones. Each state's file is
   loaded once; where it cannot be, the coarse outlines stay. The finer shapes lie over everything else, with a
   margin of paper around them, because their outer border is not that of their coarse neighbours. */
(function () {
  const NEAR = 0.4;
  const SETTLE_MS = 200;
  const { element } = window.countyMaps;
  const { middleOf, holds } = window.mapBoxes;
  const found = {};

  async function json(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`finer outlines: ${response.status}`);
    return response.json();
  }

  function once(url) {
    found[url] = found[url] || json(url).catch((problem) => { delete found[url]; throw problem; });
    return found[url];
  }

  /* Finer outlines of a state for a set of outlines; null where there are none. */
  async function finer(set, state) {
    const link = document.getElementById("fine-outlines");
    if (!link) return null;
    const { outlines, states } = await once(link.href);
    return set.url.endsWith(outlines) && states[state] ? once(new URL(states[state], link.href)) : null;
  }

  /* The state that the map looks at closely: the one in focus, or that in the middle of where it was moved to. */
  function closeState(map) {
    const set = map.drawn();
    if (set.svg.dataset.level !== "county") return null;
    if (set.looksAt in set.index.state && map.box().width < NEAR * map.whole().width && holds(map.box(), middleOf(map.boxOf(set.looksAt)))) return set.looksAt;
    if (map.box().width > NEAR * map.whole().width) return null;
    const { x, y } = middleOf(map.box());
    const inside = (state, index) => holds(map.boxOf(state), { x, y }) && set.shapes.state[index].isPointInFill(new DOMPoint(x, y));
    return set.outlines.state.place.find(inside) || null;
  }

  function give(set, level, place, d) {
    const index = set.index[level][place];
    if (index === undefined) return null;
    set.paths[level][index] = d;
    set.shapes[level][index].setAttribute("d", d);
    return set.shapes[level][index];
  }

  /* Puts the coarse outlines back. */
  function coarsen(set) {
    for (const level of ["county", "state"]) {
      set.outlines[level].place.forEach((place, index) => { if (place.startsWith(set.close)) give(set, level, place, set.outlines[level].path[index]); });
    }
    set.svg.querySelector(".shapes.county").append(...set.closeUp.querySelectorAll("[data-place]"));
    set.closeUp.replaceChildren();
  }

  function refine(set, state, { county, state: outline }) {
    element("path", { d: outline, class: "margin" }, set.closeUp);
    const shapes = Object.entries(county).map(([place, d]) => give(set, "county", place, d));
    set.closeUp.append(...shapes.filter(Boolean));
    give(set, "state", state, outline);
    element("path", { d: outline, class: "edge" }, set.closeUp);
  }

  async function follow(map) {
    const set = map.drawn();
    const state = closeState(map);
    if ((set.close || null) === state) return;
    const outlines = state ? await finer(set, state) : null;
    if (map.drawn() !== set || closeState(map) !== state) return;
    if (set.close) coarsen(set);
    set.close = outlines ? state : null;
    if (outlines) refine(set, state, outlines);
    map.remark();
  }

  function attach(map) {
    let timer = 0;
    map.whenMoved(() => {
      clearTimeout(timer);
      timer = setTimeout(() => follow(map).catch(() => {}), SETTLE_MS);
    });
  }

  window.mapFine = { attach };
  attach(window.countyMap);
})();
