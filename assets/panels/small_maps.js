/* Small maps, one a year or a drug: one path a class on each, so that a dozen cost little. Each is a button that
   shows its period or drug on the whole page. */
(function () {
  const { element, outlinesAt, definePatterns, look } = window.countyMaps;
  const PATTERN_SCALE = 5;
  const page = window.explorePage;
  const find = (id) => document.getElementById(id);
  const state = { values: { maps: [] } };

  function made(name, className, ...content) {
    const part = document.createElement(name);
    part.className = className;
    part.append(...content);
    return part;
  }

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  /* Outlines of all places that look the same, as one path. */
  function pathsByLook(codes, paths) {
    const joined = new Map();
    codes.forEach((code, index) => { joined.set(code, (joined.get(code) || "") + paths[index]); });
    return joined;
  }

  function draw({ codes }, { level, looks }, outlines) {
    const svg = element("svg", { viewBox: `0 0 ${outlines.width} ${outlines.height}`, "aria-hidden": "true" });
    const shapes = element("g", { class: "shapes" }, svg);
    for (const [code, d] of pathsByLook(bytes(codes), outlines[level].path)) {
      element("path", { d, class: looks[code] }, shapes);
    }
    element("path", { d: outlines.state.path.join(""), class: "small-borders" }, svg);
    return svg;
  }

  function makeButton(map, values, outlines) {
    const button = made(
      "button",
      "small-map",
      draw(map, values, outlines),
      made("b", "", map.label),
      made("span", "", map.figure),
      made("span", "visually-hidden", `. ${map.says}`),
    );
    button.dataset.small = map.value;
    return button;
  }

  /* Patterns for all of them at once, drawn large enough to be told apart on a small map. */
  function makePatterns(grid) {
    const svg = element("svg", { class: "small-patterns", "aria-hidden": "true" });
    definePatterns(svg, "small", grid);
    svg.querySelectorAll("pattern").forEach((pattern) => pattern.setAttribute("patternTransform", `scale(${PATTERN_SCALE})`));
    return svg;
  }

  async function paintGrid(payload, given) {
    const grid = find("small-maps-grid");
    const values = { ...payload, looks: payload.looks.map(([status, number]) => look(status, number === payload.no_figure ? null : number, payload.palette).split("|")[0]) };
    const sets = await Promise.all(payload.maps.map((map) => outlinesAt(map.outlines || grid.dataset.outlines)));
    if (page.answer() !== given) return;
    grid.replaceChildren(makePatterns(grid), ...payload.maps.map((map, index) => makeButton(map, values, sets[index])));
    find("small-maps-legend").replaceChildren(
      ...payload.legend.map(([worn, words]) => made("div", "legend-row", made("span", `swatch ${worn}`), made("span", "", words))),
    );
  }

  /* Which of them the whole page shows. */
  function mark(given) {
    const { value } = given.controls[state.values.part];
    find("small-maps-grid").querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.small === value));
    });
  }

  async function paint(payload, given) {
    if (payload) state.values = payload;
    const { maps } = state.values;
    const panel = find("small-maps");
    // The keyboard leaves a panel that is no longer seen, and is put where the button pressed says.
    if (!maps.length && panel.contains(document.activeElement)) document.activeElement.blur();
    panel.hidden = !maps.length;
    if (!maps.length) { if (payload) find("small-maps-grid").replaceChildren(); return; }
    if (payload) await paintGrid(payload, given);
    mark(given);
  }

  page.onPress("small", (parts, value) => {
    const { part, level } = state.values;
    if (part === "period") parts.delete("since");
    parts.set(part, value);
    // A period or drug shown by itself might take another level of the map.
    if (level === "state") parts.set("level", level);
  });
  page.onPanel("small-maps", paint);
})();
