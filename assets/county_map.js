/* The county map: draws each set of outlines once, then repaints only the shapes whose class changed. Counties
   differ by year and source, so an answer names the set its figures are for.
   Everything shown in words comes from the server as a sentence form; numbers are put in here. */
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const NO_FIGURE = -2147483648;
  const NO_CLASS = 255;
  const SIGN_MINUS = "−";

  function element(name, attributes, parent) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (parent) parent.appendChild(made);
    return made;
  }

  function bytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }
  const whole = (text) => new Int32Array(bytes(text).buffer);

  function pattern(defs, id, size, draw) {
    const made = element("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse", class: "map-pattern" }, defs);
    element("rect", { width: size, height: size, class: "paper" }, made);
    draw(made);
  }

  function definePatterns(svg) {
    const defs = element("defs", {}, svg);
    const line = (d) => (parent) => element("path", { d, class: "line" }, parent);
    pattern(defs, "pattern-suppressed", 16, line("M0 16L16 0M-4 4L4 -4M12 20L20 12"));
    pattern(defs, "pattern-not_reported", 16, line("M0 8H16"));
    pattern(defs, "pattern-not_participating", 16, line("M8 0V16M0 8H16"));
    pattern(defs, "pattern-missing", 14, (parent) => element("circle", { cx: 7, cy: 7, r: 2.2, class: "dot" }, parent));
    for (const family of ["c", "d"]) {
      for (let step = 0; step < 5; step += 1) {
        const id = `pattern-${family}${step}`;
        const made = element("pattern", { id, width: 14, height: 14, patternUnits: "userSpaceOnUse" }, defs);
        element("rect", { width: 14, height: 14, class: `fill-${family}${step}` }, made);
        element("circle", { cx: 3.5, cy: 3.5, r: 2, class: "speckle" }, made);
        element("circle", { cx: 10.5, cy: 10.5, r: 2, class: "speckle" }, made);
      }
    }
  }

  /* Each set of outlines is asked for once, whatever number of maps draw on it. */
  const geometry = {};
  function outlinesAt(url) {
    geometry[url] = geometry[url] || fetch(url)
      .then((response) => { if (!response.ok) throw new Error(`outlines: ${response.status}`); return response.json(); })
      .catch((problem) => { delete geometry[url]; throw problem; });
    return geometry[url];
  }

  function decode(values) {
    const decoded = { ...values };
    for (const name of ["classes", "statuses", "reasons"]) decoded[name] = bytes(values[name]);
    for (const name of ["shown", "lower", "upper", "count", "rank"]) decoded[name] = whole(values[name]);
    return decoded;
  }

  function shapeClass(status, number, { diverging, unclassed }) {
    if (number === null) return `absent ${status}`;
    if (number === NO_CLASS) return unclassed;
    return `${status === "unreliable" ? "unreliable " : ""}${diverging ? "d" : "c"}${number}`;
  }

  /* What a shape wears: its class and its status. `number` is null where there is no figure. */
  const look = (status, number, palette) => `${shapeClass(status, number, palette)}|${status}`;

  /* Every look that a byte of a frame can stand for. */
  function looksOf({ status_ids, step, unclassed_code, no_figure_code, ...palette }) {
    return Array.from({ length: status_ids.length * step }, (_, code) => {
      const number = code % step;
      return look(status_ids[Math.floor(code / step)], number === no_figure_code ? null : number === unclassed_code ? NO_CLASS : number, palette);
    });
  }

  /* A scaled whole number written as on every other panel. */
  function written(value, decimals) {
    const text = (Math.abs(value) / 10 ** decimals).toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return value < 0 ? SIGN_MINUS + text : text;
  }

  function fill(form, numbers) {
    return form.replace(/\{(\w+)\}/g, (whole, name) => numbers[name]);
  }

  /* One map, with a hover card of its own.
     `sets` holds every set of outlines asked for, drawn, by URL; `set` is the one on the page. */
  function create(cardId) {
    const map = { host: null, sets: {}, set: null, values: null, answered: null, selected: null, under: null, onChoose: null };

    /* A set of outlines as an SVG that stands nowhere yet, with what it shows. */
    function draw(outlines) {
      const svg = element("svg", { viewBox: `0 0 ${outlines.width} ${outlines.height}`, role: "img", "aria-label": "Map" });
      definePatterns(svg);
      const set = { svg, outlines, shapes: {}, index: {}, worn: { county: [], state: [] }, boxes: [], looksAt: null };
      for (const level of ["county", "state"]) {
        const group = element("g", { class: `shapes ${level}` }, svg);
        set.shapes[level] = outlines[level].place.map((place, index) =>
          element("path", { d: outlines[level].path[index], "data-place": place }, group));
        set.index[level] = Object.fromEntries(outlines[level].place.map((place, index) => [place, index]));
      }
      const borders = element("g", { class: "borders" }, svg);
      outlines.state.path.forEach((d) => element("path", { d }, borders));
      element("path", { d: outlines.nation, class: "nation" }, borders);
      set.veil = element("path", { class: "veil", d: "" }, svg);
      set.chosen = element("g", { class: "chosen" }, svg);
      set.pointed = element("path", { class: "pointed", d: "" }, svg);
      svg.addEventListener("pointermove", point);
      svg.addEventListener("pointerleave", unpoint);
      svg.addEventListener("click", choose);
      return set;
    }

    /* Each map draws each set once. */
    function load(url) {
      map.sets[url] = map.sets[url] || outlinesAt(url).then(draw).catch((problem) => { delete map.sets[url]; throw problem; });
      return map.sets[url];
    }

    /* Resolves to a function that puts the set for a map's values on the page. Where they name none, any set will do:
       the one that stands there, or else the page's own. */
    async function prepare(host, values) {
      const stands = map.set && map.set.svg.parentNode === host ? map.set : null;
      const named = values && values.outlines;
      const set = !named && stands ? stands : await load(named || host.dataset.outlines);
      return () => stand(host, set);
    }

    function stand(host, set) {
      if (set.svg.parentNode === host) return;
      if (map.set) unpoint();
      Object.assign(map, { host, set, values: null });
      host.replaceChildren(set.svg);
    }

    /* Shapes are touched only where what they show differs from what they showed: reading the page back
       would cost more than remembering it. */
    function wear(level, lookOf) {
      const before = map.set.worn[level];
      map.set.shapes[level].forEach((shape, index) => {
        const worn = lookOf(index);
        if (before[index] === worn) return;
        before[index] = worn;
        const [wanted, status] = worn.split("|");
        shape.setAttribute("class", wanted);
        shape.setAttribute("data-status", status);
      });
      if (map.under) hover(map.under);
    }

    function paint(values) {
      map.set.svg.dataset.level = values.level;
      map.values = values.level ? decode(values) : null;
      if (map.values) wearValues();
    }

    function wearValues() {
      const { values } = map;
      wear(values.level, (index) => look(
        values.status_ids[values.statuses[index]],
        values.shown[index] === NO_FIGURE ? null : values.classes[index],
        values,
      ));
    }

    /* Shows one period of a series in place of the answer, which is kept to be put back. `show` puts the
       frame's outlines on the page. */
    function paintFrame({ level, looks, show, codes }) {
      map.answered = map.answered || { host: map.host, set: map.set, values: map.values };
      const before = map.set;
      show();
      map.values = null;
      map.set.svg.dataset.level = level;
      wear(level, (index) => looks[codes[index]]);
      if (map.set !== before && map.selected) select(...map.selected);
    }

    /* Ends the showing of frames; the answer's own map comes back unless another is about to be painted. */
    function endFrames(comesBack) {
      const { answered } = map;
      map.answered = null;
      if (!answered || !comesBack || !answered.host.isConnected) return;
      stand(answered.host, answered.set);
      map.values = answered.values;
      if (map.values) { map.set.svg.dataset.level = map.values.level; wearValues(); }
      if (map.selected) select(...map.selected);
    }

    function outlineOf(place) {
      const level = place.length === 5 ? "county" : "state";
      const index = map.set.index[level][place];
      return index === undefined ? null : map.set.outlines[level].path[index];
    }

    /* Marks the places in focus and, on a county map, looks at the state they lie in. */
    function select(place, compared) {
      map.selected = [place, compared];
      map.set.chosen.replaceChildren();
      for (const [each, kind] of [...compared.map((other) => [other, "compared"]), [place, "focus"]]) {
        const d = outlineOf(each);
        if (d) element("path", { d, class: kind }, map.set.chosen);
      }
      lookAt(place === "US" || map.set.svg.dataset.level !== "county" ? null : place.slice(0, 2));
    }

    /* Asking for a box lays the page out anew, so each is asked for once. */
    function boxOf(index) {
      map.set.boxes[index] = map.set.boxes[index] || map.set.shapes.state[index].getBBox();
      return map.set.boxes[index];
    }

    function lookAt(state) {
      if (map.set.looksAt === state) return;
      map.set.looksAt = state;
      const whole = { x: 0, y: 0, width: map.set.outlines.width, height: map.set.outlines.height };
      const index = state ? map.set.index.state[state] : undefined;
      map.set.veil.setAttribute("d", index === undefined ? "" : map.set.outlines.state.path.filter((_, other) => other !== index).join(""));
      const box = index === undefined ? whole : boxOf(index);
      const margin = index === undefined ? 0 : 0.08 * Math.max(box.width, box.height);
      const view = [box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin];
      const zoom = Math.max(view[2] / whole.width, view[3] / whole.height);
      map.set.svg.setAttribute("viewBox", view.map((value) => value.toFixed(1)).join(" "));
      map.set.svg.style.setProperty("--zoom", zoom.toFixed(4));
      map.set.svg.querySelectorAll("pattern").forEach((made) => made.setAttribute("patternTransform", `scale(${zoom.toFixed(4)})`));
    }

    function target(event) {
      const place = event.target.dataset && event.target.dataset.place;
      return place ? { place, level: place.length === 5 ? "county" : "state" } : null;
    }

    function point(event) {
      const under = target(event);
      if (!under) { unpoint(); return; }
      if (!map.under || map.under.place !== under.place) {
        map.under = under;
        map.set.pointed.setAttribute("d", outlineOf(under.place));
        hover(under);
      }
      const box = map.host.getBoundingClientRect();
      const card = document.getElementById(cardId);
      const left = event.clientX - box.left, top = event.clientY - box.top;
      card.style.left = `${Math.min(left + 16, box.width - card.offsetWidth - 4)}px`;
      card.style.top = `${top + 16 + card.offsetHeight > box.height ? top - card.offsetHeight - 10 : top + 16}px`;
    }

    function unpoint() {
      map.under = null;
      map.set.pointed.setAttribute("d", "");
      document.getElementById(cardId).hidden = true;
    }

    function choose(event) {
      const chosen = target(event);
      if (chosen && map.onChoose) map.onChoose(chosen.place, event.shiftKey);
    }

    function cardLines(under) {
      const { values } = map;
      if (!values || values.level !== under.level) return [];
      const index = map.set.index[under.level][under.place];
      const status = values.status_ids[values.statuses[index]];
      const reason = values.reason_words[values.reasons[index]];
      const { words } = values;
      const statusWords = reason || words.statuses[status];
      if (values.shown[index] === NO_FIGURE) {
        const count = values.count[index] === NO_FIGURE || !words.count ? [] : [fill(words.count, { count: written(values.count[index], 0) })];
        return [["status", statusWords], ...count.map((text) => ["small", text])];
      }
      const lines = [["figure", fill(words.shown, { shown: written(values.shown[index], values.decimals), sign: values.shown[index] > 0 ? "+" : "" })]];
      if (values.lower[index] !== NO_FIGURE) {
        lines.push(["small", fill(words.interval, { lower: written(values.lower[index], values.decimals), upper: written(values.upper[index], values.decimals) })]);
      }
      if (words.count) lines.push(["small", fill(words.count, { count: written(values.count[index], 0) })]);
      lines.push(["small", statusWords]);
      if (values.rank[index] && words.rank) lines.push(["small", fill(words.rank, { rank: values.rank[index].toLocaleString("en-US") })]);
      return lines;
    }

    function nameOf(under) {
      const name = map.set.outlines[under.level].name[map.set.index[under.level][under.place]];
      if (under.level === "state") return name;
      return `${name}, ${map.set.outlines.state.name[map.set.index.state[under.place.slice(0, 2)]]}`;
    }

    function hover(under) {
      const card = document.getElementById(cardId);
      const rows = [["name", nameOf(under)], ...cardLines(under)].map(([kind, text]) => {
        const row = document.createElement("div");
        row.className = kind;
        row.textContent = text;
        return row;
      });
      card.replaceChildren(...rows);
      card.hidden = false;
    }

    return {
      prepare, paint, select, paintFrame, endFrames, lookAt,
      whenChosen: (handler) => { map.onChoose = handler; },
      describe: (text) => { if (map.set) map.set.svg.setAttribute("aria-label", text); },
      shown: () => map.values,
      drawn: () => map.set,
    };
  }

  window.countyMaps = { create, decode, looksOf, outlinesAt, written, fill, element, NO_FIGURE, NO_CLASS };
  window.countyMap = create("map-hover");
})();
