/* The county map: draws each set of outlines once, then repaints only the shapes whose class changed. Counties
   differ by year and source, so an answer names the set its figures are for.
   Everything shown in words comes from the server as a sentence form; numbers are put in here. */

import { find } from "../shell/dom.js";
import { boxOfPath, holds, middleOf, overlap, wholeOf } from "./boxes.js";
import { NO_FIGURE, linesOf } from "./card_lines.js";
import { outlinesAt } from "./outlines.js";
import { definePatterns } from "./patterns.js";
import { element } from "./svg.js";
import { decode, faintness, look } from "./values.js";

const REST_MS = 120;
const MANY = 100;

/* Counties of the groups that the view names, by code. */
const groups = {};

/* Tells the maps the counties of groups, by the groups' codes. */
export const know = (counties) => Object.assign(groups, counties);

/* One map, with a hover card of its own, whose id its patterns are named after.
   `lookOf` gives the look of each shape in place of the values' own, and `moreLines` adds to the card.
   `sets` holds every set of outlines asked for, drawn, by URL; `set` is the one on the page. `byHand` is the box that
   somebody moved the map to. */
export function create(cardId) {
  const map = {
    host: null,
    sets: {},
    set: null,
    values: null,
    answered: null,
    selected: null,
    under: null,
    byHand: null,
    onChoose: null,
    onPoint: null,
    lookOf: null,
    moreLines: null,
  };
  const handlers = { ready: [], moved: [] };
  const tell = (what) => handlers[what].forEach((handler) => handler(api));

  /* A set of outlines as an SVG that stands nowhere yet, with what it shows. */
  function draw(outlines) {
    const svg = element("svg", {
      viewBox: `0 0 ${outlines.width} ${outlines.height}`,
      role: "img",
      "aria-label": "Map",
    });
    definePatterns(svg, cardId);
    const set = {
      svg,
      outlines,
      shapes: {},
      index: {},
      looks: { county: [], state: [] },
      paths: {},
      boxes: new Map(),
      groupBoxes: new WeakMap(),
      box: wholeOf({ outlines }),
      fitted: "1.0000",
      looksAt: null,
      veils: null,
    };
    for (const level of ["county", "state"]) {
      const group = element("g", { class: `shapes ${level}` }, svg);
      set.paths[level] = [...outlines[level].path];
      set.shapes[level] = outlines[level].place.map((place, index) =>
        element("path", { d: outlines[level].path[index], "data-place": place }, group),
      );
      set.index[level] = Object.fromEntries(outlines[level].place.map((place, index) => [place, index]));
    }
    const borders = element("g", { class: "borders" }, svg);
    outlines.state.path.forEach((d) => element("path", { d }, borders));
    element("path", { d: outlines.nation, class: "nation" }, borders);
    set.closeUp = element("g", { class: "shapes county close-up" }, svg);
    set.veil = element("path", { class: "veil", d: "" }, svg);
    set.chosen = element("g", { class: "chosen" }, svg);
    set.pointed = element("path", { class: "pointed", d: "" }, svg);
    set.overlays = [svg.querySelector(".shapes.state"), borders, set.closeUp, set.chosen, set.pointed];
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") unpoint();
    });
    svg.addEventListener("click", choose);
    return set;
  }

  /* Each map draws each set once. */
  function load(url) {
    map.sets[url] =
      map.sets[url] ||
      outlinesAt(url)
        .then((outlines) => Object.assign(draw(outlines), { url }))
        .catch((problem) => {
          delete map.sets[url];
          throw problem;
        });
    return map.sets[url];
  }

  /* Resolves to a function that puts the set for a map's values on the page. Where they name none, any set will do:
     the one that stands there, or else the page's own. */
  async function prepare(host, values) {
    const drawn = map.set && map.set.svg.parentNode === host ? map.set : null;
    const named = values && values.outlines;
    const set = !named && drawn ? drawn : await load(named || host.dataset.outlines);
    return () => putOnPage(host, set);
  }

  function putOnPage(host, set) {
    if (set.svg.parentNode === host) return;
    if (map.set) unpoint();
    const before = map.set && map.set.svg.parentNode === host ? map.set.svg : null;
    Object.assign(map, { host, set, values: null });
    if (before) {
      before.replaceWith(set.svg);
      return;
    }
    host.replaceChildren(set.svg);
    tell("ready");
  }

  /* Shapes are touched only where what they show differs from what they showed: reading the page back
     would cost more than remembering it. */
  function setClasses(level, lookOf) {
    const before = map.set.looks[level];
    map.set.shapes[level].forEach((shape, index) => {
      const next = lookOf(index);
      if (before[index] === next) return;
      before[index] = next;
      const [wanted, status] = next.split("|");
      shape.setAttribute("class", wanted);
      shape.setAttribute("data-status", status);
    });
    if (map.under) hover(map.under);
  }

  function paint(values) {
    map.set.svg.dataset.level = values.level;
    map.values = values.level ? decode(values) : null;
    Object.assign(map, { lookOf: null, moreLines: null });
    if (map.values) showValues();
  }

  function showValues() {
    const { values } = map;
    setClasses(
      values.level,
      map.lookOf ||
        ((index) =>
          look(
            values.status_ids[values.statuses[index]],
            values.shown[index] === NO_FIGURE ? null : values.classes[index],
            values,
            faintness(values, index),
          )),
    );
  }

  /* Shows the values another way until the next are painted. */
  function setLooks(lookOf, moreLines) {
    Object.assign(map, { lookOf, moreLines });
    showValues();
  }

  /* Shows one period of a series in place of the answer, which is kept to be put back. `show` puts the
     frame's outlines on the page. */
  function paintFrame({ level, looks, show, codes }) {
    map.answered = map.answered || { host: map.host, set: map.set, values: map.values };
    const before = map.set;
    show();
    map.values = null;
    map.set.svg.dataset.level = level;
    setClasses(level, (index) => looks[codes[index]]);
    if (map.set !== before && map.selected) select(...map.selected);
  }

  /* Ends the showing of frames; the answer's own map comes back unless another is about to be painted. */
  function endFrames(comesBack) {
    const { answered } = map;
    map.answered = null;
    if (!answered || !comesBack || !answered.host.isConnected) return;
    putOnPage(answered.host, answered.set);
    map.values = answered.values;
    if (map.values) {
      map.set.svg.dataset.level = map.values.level;
      showValues();
    }
    if (map.selected) select(...map.selected);
  }

  /* A group's outline is those of its counties. */
  function outlineOf(place) {
    if (groups[place]) return groups[place].map(outlineOf).filter(Boolean).join("") || null;
    const level = place.length === 5 ? "county" : "state";
    const index = map.set.index[level][place];
    return index === undefined ? null : map.set.paths[level][index];
  }

  /* The box around a place that is drawn, else null. */
  function boxOf(place) {
    const [boxes, key] = groups[place] ? [map.set.groupBoxes, groups[place]] : [map.set.boxes, place];
    const d = boxes.has(key) ? "" : outlineOf(place);
    if (d) boxes.set(key, boxOfPath(d));
    return boxes.get(key) || null;
  }

  /* What a county map looks at for a place: the group, or the state it lies in. */
  const around = (place) => (groups[place] ? place : place.slice(0, 2));

  /* Marks the places in focus and, on a county map, looks at the state or group they lie in; where the map was moved by
     hand, only if another place in focus would not be seen as well there. */
  function select(place, compared) {
    if (map.byHand && map.selected && map.selected[0] !== place && !seenByHand(place)) map.byHand = null;
    map.selected = [place, compared];
    map.set.chosen.replaceChildren();
    for (const [each, kind] of [...compared.map((other) => [other, "compared"]), [place, "focus"]]) {
      const d = outlineOf(each);
      const size = (groups[each] || []).length;
      if (d)
        element(
          "path",
          { d, class: `${kind}${size ? " of-group" : ""}${size > MANY ? " many" : ""}` },
          map.set.chosen,
        );
    }
    lookAt(place === "US" || map.set.svg.dataset.level !== "county" ? null : around(place));
  }

  /* Draws the marks anew, where outlines are no longer what they were. */
  function remark() {
    map.set.veils = undefined;
    if (map.selected) select(...map.selected);
  }

  /* Whether a place is seen where the map was moved to, as closely as the map would look at it by itself. */
  function seenByHand(place) {
    const box = boxOf(place);
    return (
      Boolean(box) && map.byHand.width <= framed(around(place)).width && holds(map.byHand, middleOf(box))
    );
  }

  function lookAt(place) {
    const whole = wholeOf(map.set);
    const box = place && boxOf(place);
    const shown = groups[place] || place;
    map.set.looksAt = box ? place : null;
    if (map.set.veils !== shown) {
      map.set.veils = shown;
      const outline = box && outlineOf(place);
      // All that is not the place: the sea is as pale as the veil.
      map.set.veil.setAttribute(
        "d",
        outline
          ? `M${-whole.width} ${-whole.height}h${3 * whole.width}v${3 * whole.height}h${-3 * whole.width}z${outline}`
          : "",
      );
    }
    show(map.byHand || (box ? framed(place) : whole));
  }

  /* The box of a place with some room around it. */
  function framed(place) {
    const box = boxOf(place);
    const margin = 0.08 * Math.max(box.width, box.height);
    return {
      x: box.x - margin,
      y: box.y - margin,
      width: box.width + 2 * margin,
      height: box.height + 2 * margin,
    };
  }

  function show(box, isMoving) {
    const text = [box.x, box.y, box.width, box.height].map((value) => value.toFixed(2)).join(" ");
    if (map.set.svg.getAttribute("viewBox") === text) return;
    map.set.box = box;
    map.set.svg.setAttribute("viewBox", text);
    clearTimeout(map.resting);
    // Strokes and patterns follow once the map is at rest: anew in every frame they take most of it.
    if (isMoving) map.resting = setTimeout(fitStrokes, REST_MS);
    else fitStrokes();
    tell("moved");
  }

  /* Of counties only those of states in sight: to style all 3,142 anew takes longer than all else that a change of
     place does. */
  function fitStrokes() {
    const { set } = map;
    const whole = wholeOf(set);
    const zoom = Math.max(set.box.width / whole.width, set.box.height / whole.height).toFixed(4);
    const sight = aroundIt(set.box);
    const seen =
      Number(zoom) < 1 ? set.outlines.state.place.filter((state) => overlap(boxOf(state), sight)) : [];
    const fitted = [zoom, ...seen].join(" ");
    if (set.fitted === fitted) return;
    const [before, ...seenBefore] = set.fitted.split(" ");
    set.fitted = fitted;
    strokesOf(
      seenBefore.filter((state) => !seen.includes(state)),
      "",
    );
    strokesOf(before === zoom ? seen.filter((state) => !seenBefore.includes(state)) : seen, zoom);
    if (before === zoom) return;
    set.overlays.forEach((overlay) => overlay.style.setProperty("--zoom", zoom));
    set.svg
      .querySelectorAll("pattern")
      .forEach((made) => made.setAttribute("patternTransform", `scale(${zoom})`));
  }

  /* What is seen of a box in a frame of other proportions, which may be three times as wide as high. */
  function aroundIt(box) {
    const width = Math.max(box.width, 3 * box.height),
      height = Math.max(box.width, box.height);
    const { x, y } = middleOf(box);
    return { x: x - width / 2, y: y - height / 2, width, height };
  }

  function strokesOf(states, zoom) {
    const { outlines, shapes } = map.set;
    outlines.county.place.forEach((place, index) => {
      if (states.includes(place.slice(0, 2))) shapes.county[index].style.setProperty("--zoom", zoom);
    });
  }

  /* Looks where somebody moved the map to, until another place in focus would not be seen there. */
  function moveTo(box) {
    map.byHand = box;
    show(box, true);
  }

  function target(event) {
    const place = event.target.dataset && event.target.dataset.place;
    return place ? { place, level: place.length === 5 ? "county" : "state" } : null;
  }

  function point(event) {
    if (event.buttons && event.type === "pointermove") return;
    const under = target(event);
    if (!under) {
      unpoint();
      return;
    }
    if (!map.under || map.under.place !== under.place) {
      map.under = under;
      map.set.pointed.setAttribute("d", outlineOf(under.place));
      hover(under);
    }
    const box = map.host.getBoundingClientRect();
    const left = event.clientX - box.left,
      top = event.clientY - box.top;
    placeCard(left, top);
    if (map.onPoint) map.onPoint(under.place, left / box.width, top / box.height);
  }

  function placeCard(left, top) {
    const card = find(cardId);
    const box = map.host.getBoundingClientRect();
    card.style.left = `${Math.max(4, Math.min(left + 16, box.width - card.offsetWidth - 4))}px`;
    card.style.top = `${top + 16 + card.offsetHeight > box.height ? top - card.offsetHeight - 10 : top + 16}px`;
  }

  function unpoint() {
    clearPoint();
    if (map.onPoint) map.onPoint(null);
  }

  function clearPoint() {
    map.under = null;
    map.set.pointed.setAttribute("d", "");
    find(cardId).hidden = true;
  }

  /* Points at what another map is pointed at; a map of states takes a county's state. Where on the map, as
     shares of its width and height. */
  function pointAt(asked, across, down) {
    const level = asked && map.set.svg.dataset.level === "state" ? "state" : "county";
    const place = asked && (level === "state" ? asked.slice(0, 2) : asked);
    const d = place && outlineOf(place);
    if (!d) {
      clearPoint();
      return;
    }
    if (!map.under || map.under.place !== place) {
      map.under = { place, level: place.length === 5 ? "county" : "state" };
      map.set.pointed.setAttribute("d", d);
      hover(map.under);
    }
    const box = map.host.getBoundingClientRect();
    placeCard(across * box.width, down * box.height);
  }

  /* The map may have moved under the second click of two, which is no choice of its own. */
  function choose(event) {
    if (event.detail > 1) return;
    const chosen = target(event);
    if (event.pointerType === "touch") point(event);
    if (chosen && map.onChoose) map.onChoose(chosen.place, event.shiftKey);
  }

  function cardLines(under) {
    const { values } = map;
    return values && values.level === under.level
      ? linesOf(values, map.set.index[under.level][under.place])
      : [];
  }

  function nameOf(under) {
    const name = map.set.outlines[under.level].name[map.set.index[under.level][under.place]];
    if (under.level === "state") return name;
    return `${name}, ${map.set.outlines.state.name[map.set.index.state[under.place.slice(0, 2)]]}`;
  }

  function hover(under) {
    const card = find(cardId);
    const more = map.values && map.moreLines ? map.moreLines(under) : [];
    const rows = [["name", nameOf(under)], ...cardLines(under), ...more].map(([kind, text]) => {
      const row = document.createElement("div");
      row.className = kind;
      row.textContent = text;
      return row;
    });
    card.replaceChildren(...rows);
    card.hidden = false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && map.under) unpoint();
  });

  const api = {
    prepare,
    paint,
    select,
    paintFrame,
    endFrames,
    lookAt,
    setLooks,
    pointAt,
    moveTo,
    framed,
    boxOf,
    unpoint,
    remark,
    whenPointed: (handler) => {
      map.onPoint = handler;
    },
    whenChosen: (handler) => {
      map.onChoose = handler;
    },
    whenReady: (handler) => {
      handlers.ready.push(handler);
    },
    whenMoved: (handler) => {
      handlers.moved.push(handler);
    },
    host: () => map.host,
    box: () => map.set.box,
    whole: () => wholeOf(map.set),
    describe: (text) => {
      if (map.set) map.set.svg.setAttribute("aria-label", text);
    },
    shown: () => map.values,
    drawn: () => map.set,
  };
  return api;
}
