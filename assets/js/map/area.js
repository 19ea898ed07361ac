/* An area drawn on a map selects the places whose middle lies in it: with Shift held, or after pressing the button.
   Whoever listens to `places-chosen` makes something of them; the lists of states and counties are the way without
   a drag. */

import { holds, middleOf } from "./boxes.js";

const DRAG_PIXELS = 4;
const DRAW_HINT = "Drag over the map to select the places in an area; Escape ends";
const NONE_HINT = "No place has its middle in that area";

function placesIn(map, box) {
  const { svg, outlines } = map.drawn();
  const level = svg.dataset.level;
  return level ? outlines[level].place.filter((place) => holds(box, middleOf(map.boxOf(place)))) : [];
}

/* The box between two points of the screen, in pixels of the element or in units of the map. */
function between(one, other, place) {
  const [first, last] = [place(one), place(other)];
  return {
    x: Math.min(first.x, last.x),
    y: Math.min(first.y, last.y),
    width: Math.abs(first.x - last.x),
    height: Math.abs(first.y - last.y),
  };
}

/* Lets an area be drawn in the element that a map stands in. */
function listen(host, map, tools) {
  let from = null;
  let drawn = null;
  let finished = false;
  const onPage = (event) => {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onMap = (event) => tools.unitsAt(map, event);

  function end() {
    if (drawn) drawn.remove();
    from = drawn = null;
  }

  function draw(event) {
    if (!drawn) {
      if (Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) < DRAG_PIXELS) return;
      map.unpoint();
      host.setPointerCapture(event.pointerId);
      drawn = document.createElement("div");
      drawn.className = "map-area";
      host.append(drawn);
    }
    const { x, y, width, height } = between(from, event, onPage);
    Object.assign(drawn.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
  }

  host.addEventListener("pointerdown", (event) => {
    finished = false;
    const mine = event.button === 0 && event.isPrimary && (event.shiftKey || "selecting" in host.dataset);
    if (mine && !event.target.closest("button")) from = event;
  });
  host.addEventListener("pointermove", (event) => {
    if (from) draw(event);
  });
  host.addEventListener("pointercancel", end);
  host.addEventListener("pointerup", (event) => {
    if (!drawn) {
      from = null;
      return;
    }
    const places = placesIn(map, between(from, event, onMap));
    end();
    finished = true;
    tools.ended();
    if (places.length) document.dispatchEvent(new CustomEvent("places-chosen", { detail: { places } }));
    else tools.hint(NONE_HINT);
  });
  // The click that ends a drag chooses nothing.
  host.addEventListener(
    "click",
    (event) => {
      if (finished) event.stopPropagation();
      finished = false;
    },
    { capture: true },
  );
  host.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && (from || "selecting" in host.dataset)) {
        end();
        tools.ended();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
}

/* The button that turns drawing on until an area is drawn; returns it. */
export function attach(map, { button, hint, unitsAt }) {
  const toggle = button("⬚", "Select an area", () => setSelecting(!("selecting" in map.host().dataset)));
  toggle.setAttribute("aria-pressed", "false");

  function setSelecting(on) {
    if (on) map.host().dataset.selecting = "";
    else delete map.host().dataset.selecting;
    toggle.setAttribute("aria-pressed", String(on));
    if (on) hint(DRAW_HINT);
  }

  map.whenReady(() => {
    if ("areas" in map.host().dataset) return;
    map.host().dataset.areas = "";
    listen(map.host(), map, { hint, unitsAt, ended: () => setSelecting(false) });
  });
  return toggle;
}
