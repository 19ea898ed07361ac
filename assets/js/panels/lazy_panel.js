/* Panels that are painted when they come into sight, so that what is below the fold delays nothing. One whose
   figures are no longer those of the view is hidden until then; after a rest all are painted, for whoever
   prints the page or has it read out. */

import * as registry from "../explore/registry.js";
import { find, setText, setTexts } from "../shell/dom.js";
import { requestJson } from "../shell/http.js";

const NEARBY = "0px";
const REST_MS = 1000;

/**
 * @typedef {(payload: Payload, sent: any, current: () => boolean) => unknown} PaintWatched
 *
 * @typedef {object} Watched
 * @property {string} name
 * @property {(payload: Payload) => string} keyOf
 * @property {PaintWatched} paint
 * @property {HTMLElement | null} element
 * @property {boolean} inSight
 * @property {Payload | null} payload
 * @property {any} sent What the answers sent for it last.
 * @property {Payload | null} underWay What it is being painted from.
 * @property {string | null} painted The key of what it shows.
 */

/** @type {Record<string, Watched>} */
const watched = {};
/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;

const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      watched[target.id].inSight = isIntersecting;
      if (isIntersecting) show(watched[target.id]);
    }
  },
  { rootMargin: NEARBY },
);

/**
 * `keyOf(payload)` says what the panel depends on; `paint(payload, sent, current)` draws it from an answer and what
 * the answers sent for it last, and gives up where `current()` says that the answer was overtaken; `mark(payload)`
 * is called with every answer.
 * @param {string} name
 * @param {(payload: Payload) => string} keyOf
 * @param {PaintWatched} paint
 * @param {(payload: Payload) => void} [mark]
 */
export function watch(name, keyOf, paint, mark) {
  /** @type {Watched} */
  const panel = {
    name,
    keyOf,
    paint,
    element: null,
    inSight: false,
    payload: null,
    sent: null,
    underWay: null,
    painted: null,
  };
  watched[name] = panel;
  registry.onPanel(name, (sent, payload) => {
    panel.payload = payload;
    panel.sent = sent || panel.sent;
    found(panel);
    if (mark) mark(payload);
    restart();
    return stale(panel, payload) && panel.inSight ? show(panel) : null;
  });
}

/** The page may have been laid out anew. @param {Watched} panel */
function found(panel) {
  const element = find(panel.name);
  if (element === panel.element) return;
  Object.assign(panel, { element, inSight: false, painted: null });
  observer.observe(element);
}

/**
 * @param {Watched} panel
 * @param {Payload} payload
 */
function stale(panel, payload) {
  const isStale = panel.keyOf(payload) !== panel.painted;
  if (panel.element?.hasAttribute("aria-busy") !== isStale)
    panel.element?.toggleAttribute("aria-busy", isStale);
  return isStale;
}

/**
 * One that is being painted is left alone: drawn a second time, it would lose a press that began on the first.
 * @param {Watched} panel
 */
async function show(panel) {
  const { payload } = panel;
  if (!payload || panel.underWay === payload || !stale(panel, payload)) return;
  panel.underWay = payload;
  const current = () => panel.payload === payload;
  try {
    await panel.paint(payload, panel.sent, current);
    if (!current()) return;
    panel.painted = panel.keyOf(payload);
    stale(panel, payload);
  } catch (problem) {
    console.error(problem);
    if (current()) complain(panel);
  } finally {
    if (panel.underWay === payload) panel.underWay = null;
  }
}

/** @param {Watched} panel */
function complain(panel) {
  panel.painted = null;
  panel.element?.removeAttribute("aria-busy");
  setText(`${panel.name}-title`, "This panel could not be loaded");
  setText(
    `${panel.name}-subtitle`,
    "The server did not answer. Change the view or reload the page to try again.",
  );
}

/** Where one panel is shown by itself, nobody will look at the others. @param {Watched} panel */
const isMeantToBeSeen = (panel) =>
  !("singlePanel" in document.documentElement.dataset) || panel.element?.checkVisibility();

function restart() {
  clearTimeout(resting);
  resting = setTimeout(() => Object.values(watched).filter(isMeantToBeSeen).forEach(show), REST_MS);
}

/**
 * A panel whose figures the server works out: asked for when it is to be seen.
 * @param {string} name
 * @param {(content: any, payload: Payload) => void} draw
 * @param {(payload: Payload) => void} [mark]
 */
export function watchLazy(name, draw, mark) {
  watch(
    name,
    (payload) => payload.keys[name],
    async (payload, _sent, current) => {
      const answer = await requestJson(`/panel/${name}?${payload.query}`);
      if (!current()) return;
      setTexts(answer.texts);
      draw(answer.content, payload);
    },
    mark,
  );
}
