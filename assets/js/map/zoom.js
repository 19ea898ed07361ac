/* Zoom and pan of any map: buttons, keys, wheel with Ctrl, pinch, drag and double click.
   The wheel alone and one finger are left to the page, so that nobody is caught in the map. Nothing is animated. */

import * as area from "./area.js";
import { clamp, closer, middleOf, within } from "./boxes.js";

const STEP = 1.6;
const PAN_SHARE = 0.2;
const WHEEL_PIXELS = 60;
const DRAG_PIXELS = 4;
const HINT_MS = 1600;
const HOW = "Map. The arrow keys move it, plus and minus zoom, Escape shows the whole.";
const WHEEL_HINT = "Hold Ctrl (or ⌘) to zoom with the wheel";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/* A point of the screen in the units of the map. */
function unitsAt(map, { clientX, clientY }) {
  return new DOMPoint(clientX, clientY).matrixTransform(map.drawn().svg.getScreenCTM().inverse());
}

/* One map's way of being moved; several moves within one frame are painted once. */
function mover(map) {
  let wanted = null;
  const box = () => wanted || map.box();
  function to(next) {
    if (!wanted)
      requestAnimationFrame(() => {
        const last = wanted;
        wanted = null;
        map.moveTo(last);
      });
    wanted = next;
  }
  return {
    zoom: (factor, fixed) => to(closer(map.whole(), box(), factor, fixed || middleOf(box()))),
    pan: (x, y) => to(within(map.whole(), { ...box(), x: box().x + x, y: box().y + y })),
    whole: () => to(map.whole()),
    frame: (place) => to(map.framed(place)),
    box,
  };
}

function button(text, label, press) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "map-button", textContent: text, title: label });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}

function controls(move) {
  const group = document.createElement("div");
  group.className = "map-controls";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Map tools");
  group.append(
    button("+", "Zoom in", () => move.zoom(STEP)),
    button("−", "Zoom out", () => move.zoom(1 / STEP)),
    button("⌂", "Show the whole map", move.whole),
  );
  return group;
}

function listenToKeys(host, move) {
  host.addEventListener("keydown", (event) => {
    if (event.target !== host || event.ctrlKey || event.metaKey || event.altKey) return;
    const { width, height } = move.box();
    const arrow = ARROWS[event.key];
    if (arrow) move.pan(arrow[0] * width * PAN_SHARE, arrow[1] * height * PAN_SHARE);
    else if (event.key === "+" || event.key === "=") move.zoom(STEP);
    else if (event.key === "-" || event.key === "_") move.zoom(1 / STEP);
    else if (event.key === "Escape" || event.key === "0") move.whole();
    else return;
    event.preventDefault();
  });
}

function listenToWheel(host, map, move, hint) {
  host.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) {
        hint(WHEEL_HINT);
        return;
      }
      event.preventDefault();
      const pixels = clamp(event.deltaY * (event.deltaMode ? WHEEL_PIXELS : 1), -WHEEL_PIXELS, WHEEL_PIXELS);
      move.zoom(STEP ** (-pixels / WHEEL_PIXELS), unitsAt(map, event));
    },
    { passive: false },
  );
}

/* Two fingers move and zoom; one is the page's. */
function listenToFingers(host, map, move) {
  let before = null;
  const between = ([first, second]) => ({
    clientX: (first.clientX + second.clientX) / 2,
    clientY: (first.clientY + second.clientY) / 2,
    apart: Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY),
  });
  host.addEventListener(
    "touchstart",
    (event) => {
      before = event.touches.length === 2 ? between(event.touches) : null;
    },
    { passive: true },
  );
  host.addEventListener(
    "touchmove",
    (event) => {
      if (!before || event.touches.length !== 2) return;
      event.preventDefault();
      const now = between(event.touches);
      const from = unitsAt(map, before),
        to = unitsAt(map, now);
      move.pan(from.x - to.x, from.y - to.y);
      move.zoom(now.apart / before.apart, from);
      before = now;
    },
    { passive: false },
  );
  host.addEventListener("touchend", () => {
    before = null;
  });
}

/* A drag with the mouse; one that begins with Shift, or while an area is being selected, draws that area. */
function listenToDrag(host, map, move) {
  let from = null;
  let dragged = false;
  host.addEventListener("pointerdown", (event) => {
    dragged = false;
    const mine =
      event.button === 0 &&
      event.pointerType !== "touch" &&
      !event.shiftKey &&
      !("selecting" in host.dataset);
    if (mine && !event.target.closest("button")) from = event;
  });
  host.addEventListener("pointermove", (event) => {
    if (!from) return;
    const far = Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > DRAG_PIXELS;
    if (!dragged && !far) return;
    if (!dragged) {
      dragged = true;
      map.unpoint();
      host.setPointerCapture(event.pointerId);
      host.dataset.dragging = "";
    }
    const start = unitsAt(map, from),
      now = unitsAt(map, event);
    move.pan(start.x - now.x, start.y - now.y);
    from = event;
  });
  const end = () => {
    from = null;
    delete host.dataset.dragging;
  };
  host.addEventListener("pointerup", end);
  host.addEventListener("pointercancel", end);
  host.addEventListener(
    "click",
    (event) => {
      if (dragged) event.stopPropagation();
      dragged = false;
    },
    { capture: true },
  );
}

/* The first click of two may move the map, so the place meant is the first one's. */
function listenToDoubleClick(host, move) {
  let place = null;
  host.addEventListener("click", (event) => {
    if (event.detail === 1) place = event.target.dataset.place || null;
  });
  host.addEventListener("dblclick", () => {
    if (place) move.frame(place.slice(0, 2));
  });
}

function hints() {
  const place = document.createElement("div");
  place.className = "map-hint";
  place.hidden = true;
  let timer = 0;
  const say = (text) => {
    place.textContent = text;
    place.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      place.hidden = true;
    }, HINT_MS);
  };
  return { place, say };
}

/* Gives a map its controls, in the element it is drawn in, each time it comes to stand in a new one. */
export function attach(map) {
  const move = mover(map);
  const group = controls(move);
  const { place, say } = hints();
  group.append(area.attach(map, { button, hint: say, unitsAt }));
  map.whenReady(() => {
    const host = map.host();
    host.append(group, place);
    if ("zooms" in host.dataset) return;
    host.dataset.zooms = "";
    host.tabIndex = 0;
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", HOW);
    listenToKeys(host, move);
    listenToWheel(host, map, move, say);
    listenToFingers(host, map, move);
    listenToDrag(host, map, move);
    listenToDoubleClick(host, move);
  });
}
