/* The map's options: each choice goes into the URL; own limits are checked before they do. */

import * as registry from "../explore/registry.js";
import * as viewQuery from "../explore/view_query.js";
import { find, findInput } from "../shell/dom.js";
import { limitsOf } from "./class_limits.js";

/**
 * @param {boolean} wrong
 */
function sayLimits(wrong) {
  const note = find("own-limits-note");
  note.dataset.words = note.dataset.words || note.textContent;
  note.textContent = (wrong ? note.dataset.error : note.dataset.words) ?? "";
  note.classList.toggle("wrong", wrong);
  find("own-limits").setAttribute("aria-invalid", String(wrong));
  find("own-limits").setAttribute("aria-describedby", "own-limits-note");
}

/**
 * @param {URLSearchParams} parts
 */
function applyLimits(parts) {
  const limits = limitsOf(findInput("own-limits").value);
  sayLimits(limits === null);
  if (limits !== null) parts.set("classes", limits);
}

/* Own limits are asked for first; the map keeps its classes until they are given. */
registry.onChange("classes", (parts, value) => {
  sayLimits(false);
  if (value !== "own") viewQuery.setOrDelete(parts, "classes", value === "quantiles" ? "" : value);
});
registry.onChange("own-limits", applyLimits);
registry.onPress("limits", applyLimits);
registry.onChange("palette", (parts, value) =>
  viewQuery.setOrDelete(parts, "palette", value === "sector" ? "" : value),
);
registry.onChange("fade", (parts, value) =>
  viewQuery.setOrDelete(parts, "fade", value === "none" ? "" : value),
);
