/* The map's options: each choice goes into the URL; own limits are checked before they do. */
(function () {
  const MOST_LIMITS = 4;
  const LIMIT = /^[0-9]{1,9}(\.[0-9]{1,2})?$/;
  const page = window.explorePage;
  const find = (id) => document.getElementById(id);

  /* Limits as the URL has them, or null where they are none. */
  function limitsOf(text) {
    const limits = text.split(/[,;\s]+/).filter(Boolean);
    const ascending = limits.every((limit, index) => LIMIT.test(limit) && (index === 0 || Number(limits[index - 1]) < Number(limit)));
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
    const limits = limitsOf(find("own-limits").value);
    sayLimits(limits === null);
    if (limits !== null) parts.set("classes", limits);
  }

  /* Own limits are asked for first; the map keeps its classes until they are given. */
  page.onChange("classes", (parts, value) => {
    sayLimits(false);
    if (value !== "own") page.setOrDelete(parts, "classes", value === "quantiles" ? "" : value);
  });
  page.onChange("own-limits", applyLimits);
  page.onPress("limits", applyLimits);
  page.onChange("palette", (parts, value) => page.setOrDelete(parts, "palette", value === "sector" ? "" : value));
  page.onChange("fade", (parts, value) => page.setOrDelete(parts, "fade", value === "none" ? "" : value));
})();
