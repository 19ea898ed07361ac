/* What Dash keeps of the page, and its components where only this page's scripts write: those are drawn by Dash's own
   React, without Dash, which would look through the whole page at every change. */

/**
 * A component of `dash.html` as it is sent: its class, and its properties in React's words.
 * @typedef {{ type: string, props: { children?: Content } & Record<string, unknown> }} Component
 * @typedef {Component | string | number | null | undefined | Content[]} Content
 */

/** @type {WeakMap<Element, ReactRoot>} */
const roots = new WeakMap();

/**
 * Sets properties of a component that Dash keeps; with `children`, what stands in it.
 * @param {string} id
 * @param {object} properties
 */
export function setProps(id, properties) {
  window.dash_clientside.set_props(id, properties);
}

/**
 * Shows components of `dash.html` in an element that Dash left empty. What stays the same keeps its elements, and with
 * them the keyboard.
 * @param {Element} host
 * @param {Content} content
 */
export function showComponents(host, content) {
  let root = roots.get(host);
  if (!root) {
    root = window.ReactDOM.createRoot(host);
    roots.set(host, root);
  }
  root.render(elementsOf(content));
}

/**
 * Draws at once what `showComponents` was called for within.
 * @param {() => void} show
 */
export const drawAtOnce = (show) => window.ReactDOM.flushSync(show);

/**
 * @param {Content} content
 * @returns {unknown}
 */
function elementsOf(content) {
  const { createElement, Fragment } = window.React;
  if (Array.isArray(content)) return createElement(Fragment, null, ...content.map(elementsOf));
  if (content === null || typeof content !== "object") return content;
  const { children, ...properties } = content.props;
  return createElement(content.type.toLowerCase(), properties, ...[children ?? []].flat().map(elementsOf));
}
