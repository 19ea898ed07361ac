/* Two figures in one map: nine classes from the thirds of each, made of the two maps' own vectors, with a legend
   that counts the places of each class and shows them alone. */
(function () {
  const { NO_FIGURE, decode, linesOf, outlinesAt, speckled } = window.countyMaps;
  const THIRDS = [0, 1, 2];
  const find = (id) => document.getElementById(id);

  const third = (value, limits) => limits.filter((limit) => value > limit).length;

  /* Position of each place of the first map among the second's figures, which may be in another order. */
  async function positions(values, level) {
    const { outlines } = window.countyMap.drawn();
    const others = values.outlines ? await outlinesAt(values.outlines) : outlines;
    if (others === outlines) return outlines[level].place.map((_, index) => index);
    const stands = new Map(others[level].place.map((place, index) => [place, index]));
    return outlines[level].place.map((place) => stands.get(place));
  }

  /* What is known of a place on one map: its third, or why it has none. */
  function known(values, index, limits) {
    const status = index === undefined ? "missing" : values.status_ids[values.statuses[index]];
    const figure = index === undefined || values.shown[index] === NO_FIGURE ? null : values.shown[index];
    return { status, third: figure === null ? null : third(figure, limits) };
  }

  function lookOf(first, second) {
    const withheld = [first, second].find((side) => side.third === null);
    if (withheld) return `absent ${withheld.status}|${withheld.status}`;
    const unreliable = [first, second].some((side) => side.status === "unreliable");
    return `${unreliable ? "unreliable " : ""}b${first.third}${second.third}|${unreliable ? "unreliable" : first.status}`;
  }

  function definePatterns(svg) {
    if (svg.dataset.inOne) return;
    svg.dataset.inOne = "yes";
    THIRDS.forEach((low) => THIRDS.forEach((high) => speckled(svg, "in-one", `b${low}${high}`)));
  }

  async function paint(payload, given) {
    const first = window.countyMap.shown();
    const second = decode(payload);
    const { limits } = payload.in_one;
    const at = await positions(payload, first.level);
    if (window.explorePage.answer() !== given) return;
    const looks = at.map((other, index) => lookOf(known(first, index, limits[0]), known(second, other, limits[1])));
    definePatterns(window.countyMap.drawn().svg);
    window.countyMap.dress((index) => looks[index], (under) => secondLines(payload, second, at, under));
    paintLegend(payload.in_one, looks);
  }

  function secondLines(payload, second, at, under) {
    const index = window.countyMap.drawn().index[under.level][under.place];
    if (under.level !== second.level || at[index] === undefined) return [];
    return [["small beside", payload.in_one.second], ...linesOf(second, at[index])];
  }

  function made(name, className, ...content) {
    const part = document.createElement(name);
    part.className = className;
    part.append(...content);
    return part;
  }

  /* How many places wear each look; unreliable ones are counted apart, as in every legend. */
  function count(looks) {
    const counted = new Map();
    for (const look of looks) {
      const worn = look.split("|")[0].split(" ");
      const name = worn[0] === "absent" ? worn[1] : worn[0];
      counted.set(name, (counted.get(name) || 0) + 1);
    }
    return (name) => (counted.get(name) || 0).toLocaleString("en-US");
  }

  /* A button that shows its places alone, by the same rule as the rows of every legend. */
  function makeRow(name, className, ...content) {
    const button = made("button", className, ...content);
    button.dataset.legend = name;
    button.setAttribute("aria-pressed", "false");
    return button;
  }

  function makeCell(row, column, counted) {
    const name = `b${row}${column}`;
    return made("td", "", makeRow(name, `swatch ${name}`, counted(name)));
  }

  function heading(words, scope) {
    const cell = made("th", "", words);
    cell.scope = scope;
    return cell;
  }

  /* A table: the first map's thirds are its rows, the highest on top as on an axis. */
  function paintLegend({ axes: [down, across], note, statuses, unreliable }, looks) {
    const counted = count(looks);
    const caption = made("caption", "", made("b", "", `↑ ${down.words}`), made("b", "", `→ ${across.words}`));
    const rows = [...THIRDS].reverse().map((row) => made("tr", "", heading(down.thirds[row], "row"), ...THIRDS.map((column) => makeCell(row, column, counted))));
    const foot = made("tr", "", made("td", ""), ...across.thirds.map((words) => heading(words, "col")));
    const without = Object.entries({ ...statuses, unreliable })
      .filter(([status]) => counted(status) !== "0")
      .map(([status, words]) => makeRow(status, "legend-row", made("span", `swatch ${status}`), made("span", "", words), made("em", "", counted(status))));
    const host = find("both-legend");
    host.replaceChildren(made("table", "", caption, made("tbody", "", ...rows, foot)), made("div", "legend", ...without, made("small", "", note)));
    host.hidden = false;
  }

  function end() {
    find("both-legend").hidden = true;
    if (window.countyMap.shown()) window.countyMap.dress(null, null);
  }

  window.mapsInOne = { paint, end };
})();
