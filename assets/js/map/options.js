/* The map's options: each choice goes into the URL; own limits are checked before they do. */

import * as registry from "../explore/registry.js";
import * as viewQuery from "../explore/view_query.js";
import { find, findInput } from "../shell/dom.js";

const MOST_LIMITS = 4;
const LIMIT = /^[0-9]{1,9}(\.[0-9]{1,2})?$/;

/* Limits as the URL has them, or null where they are none. */
function limitsOf(text) {
  const limits = text.split(/[,;\s]+/).filter(Boolean);
  const ascending = limits.every(
    (limit, index) => LIMIT.test(limit) && (index === 0 || Number(limits[index - 1]) < Number(limit)),
  );
  return ascending && limits.length > 0 && limits.length <= MOST_LIMITS ? limits.join(",") : null;
}

function sayLimits(wrong) {
  const note = find("own-limits-note");
  note.dataset.words = note.dataset.words || note.textContent;
  note.textContent = wrong ? note.dataset.error : note.dataset.words;
  note.classList.toggle("wrong", wrong);
  find("own-limits").setAttribute("aria-invalid", String(wrong));
  find("own-limits").setAttribute("aria-describedby", "own-limits-note");
}

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
