/* Dash's own interface for the page's scripts: it keeps the parts of the page that arrive as components. */

/**
 * Sets properties of a component; with `children`, what stands in it.
 * @param {string} id
 * @param {object} properties
 */
export function setProps(id, properties) {
  window.dash_clientside.set_props(id, properties);
}
