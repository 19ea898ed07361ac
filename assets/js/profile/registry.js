/* Panels of a profile that draw their content themselves. */

/** @typedef {(content: any, host: HTMLElement) => void} DrawContent */

/** @type {Record<string, DrawContent>} */
const drawers = {};

/**
 * `draw(content, host)` gets what the server answers for a panel, and the element `ID-list` to draw it into.
 * @param {string} id
 * @param {DrawContent} draw
 */
export function onContent(id, draw) {
  drawers[id] = draw;
}

/**
 * @param {string} id
 * @returns {DrawContent | undefined}
 */
export const drawerOf = (id) => drawers[id];
