/* Builds tables from the rows that stand in data-table: text only ever becomes text. */

import { findAll } from "./dom.js";

/**
 * @param {Element} parent
 * @param {string} tag
 * @param {string} [text]
 * @param {Record<string, string>} [attributes]
 */
function child(parent, tag, text, attributes = {}) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  if (text !== undefined) made.textContent = text;
  return parent.appendChild(made);
}

/** @typedef {[text: string, look: string, link: string]} Piece */

/**
 * @param {Element} cell
 * @param {string | Piece[]} content
 */
function fill(cell, content) {
  if (typeof content === "string") {
    cell.textContent = content;
    return;
  }
  for (const [text, look, link] of content) {
    if (link) child(cell, "a", text, { href: link });
    else
      child(
        cell,
        look === "small" ? "small" : look === "strong" ? "strong" : "span",
        text,
        look === "late" ? { class: "late" } : {},
      );
  }
}

/**
 * @param {HTMLElement} frame
 */
function build(frame) {
  /** @type {{ caption: string, columns: [string, boolean][], rows: (string | Piece[])[][] }} */
  const { caption, columns, rows } = JSON.parse(frame.dataset.table ?? "{}");
  const table = document.createElement("table");
  child(table, "caption", caption);
  const side = columns.map(
    ([, numeric]) => /** @type {Record<string, string>} */ (numeric ? { class: "number" } : {}),
  );
  const head = child(child(table, "thead"), "tr");
  columns.forEach(([heading], position) => child(head, "th", heading, { scope: "col", ...side[position] }));
  const body = child(table, "tbody");
  for (const row of rows) {
    const line = child(body, "tr");
    row.forEach((content, position) =>
      fill(
        position
          ? child(line, "td", undefined, side[position])
          : child(line, "th", undefined, { scope: "row" }),
        content,
      ),
    );
  }
  frame.removeAttribute("data-table");
  frame.replaceChildren(table);
}

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) {
      if (!(node instanceof HTMLElement)) continue;
      if (node.dataset.table) build(node);
      findAll("[data-table]", node).forEach(build);
    }
  }
}).observe(document.documentElement, { childList: true, subtree: true });
