/* The Explore page's browser side: controls write the URL, the server's answer fills the controls, the
   map is painted, and the moments of asking and of being painted are marked. */
(function () {
  const CONTROLS = ["indicator", "drug", "measure", "level", "state", "county", "period", "seized", "areas", "months"];
  const NATION = "US";
  const ALL_COUNTIES = "all";
  const MOST_COMPARED = 4;
  const CHARTS = { trend: "trend-chart", seizures: "seizures-chart" };

  const DEFAULT_MONTHS = "12";

  let answer = null;
  const noUpdate = () => window.dash_clientside.no_update;

  function remove(parts, names) { names.forEach((name) => parts.delete(name)); }

  function choosePlace(parts, place) {
    if (place === NATION) parts.delete("place"); else parts.set("place", place);
  }

  function compare(parts, place) {
    const places = (parts.get("compare") || "").split(",").filter(Boolean);
    const kept = places.includes(place) ? places.filter((other) => other !== place) : [...places, place].slice(-MOST_COMPARED);
    if (kept.length) parts.set("compare", kept.join(",")); else parts.delete("compare");
  }

  function monthsBefore(month, count) {
    const [year, number] = month.split("-").map(Number);
    const index = year * 12 + number - 1 - count;
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
  }

  /* What each control changes in the view's query string. */
  const CHANGE = {
    indicator: (parts, value) => { remove(parts, ["drug", "measure", "level", "period", "since", "seized"]); parts.set("indicator", value); },
    drug: (parts, value) => { remove(parts, ["level", "seized"]); parts.set("drug", value); },
    measure: (parts, value) => parts.set("measure", value),
    level: (parts, value) => parts.set("level", value),
    state: (parts, value) => choosePlace(parts, value),
    county: (parts, value, controls) => choosePlace(parts, value === ALL_COUNTIES ? controls.state : value),
    period: (parts, value) => { parts.delete("since"); parts.set("period", value); },
    seized: (parts, value) => parts.set("seized", value),
    months: (parts, value, controls) => {
      parts.set("period", controls.period);
      if (value === DEFAULT_MONTHS) parts.delete("since"); else parts.set("since", monthsBefore(controls.period, Number(value) - 1));
    },
    areas: (parts, value) => { parts.delete("area"); parts.set("areas", value); },
  };

  function currentParts() { return new URLSearchParams(window.location.search); }

  function search(parts) {
    const text = parts.toString().replaceAll("%2C", ",");
    return text ? `?${text}` : "";
  }

  function request(parts) {
    const wanted = search(parts);
    if (wanted === window.location.search) return noUpdate();
    performance.mark("view-requested");
    document.documentElement.dataset.busy = "true";
    return wanted;
  }

  /* A control that only follows the answer changes nothing: its value is already the view's. */
  function follows(name, value) {
    const state = answer && answer.controls && answer.controls[name];
    return !state || value === undefined || value === null || state.value === value;
  }

  function viewFromControls(...inputs) {
    const values = Object.fromEntries(CONTROLS.map((name, position) => [name, inputs[position]]));
    const chosen = inputs[CONTROLS.length];
    const trigger = window.dash_clientside.callback_context.triggered[0];
    if (!trigger || !answer) return noUpdate();
    const [id] = trigger.prop_id.split(/\.(?=[^.]*$)/);
    const parts = currentParts();
    if (id.startsWith("{")) {
      if (!trigger.value) return noUpdate();
      const button = JSON.parse(id);
      if ("go" in button) choosePlace(parts, button.go);
      if ("drop" in button) compare(parts, button.drop);
      if ("area" in button) { if (parts.get("area") === button.area) parts.delete("area"); else parts.set("area", button.area); }
      return request(parts);
    }
    if (id === "map-chosen") {
      if (!chosen) return noUpdate();
      if (chosen.beside) compare(parts, chosen.place); else choosePlace(parts, chosen.place);
      return request(parts);
    }
    if (id === "clear-range") { parts.delete("since"); return request(parts); }
    if (id === "reset") return request(new URLSearchParams());
    if (follows(id, values[id])) return noUpdate();
    CHANGE[id](parts, values[id], values);
    return request(parts);
  }

  function fillControls(controls) {
    for (const [id, state] of Object.entries(controls)) {
      const known = document.getElementById(id);
      if (!known) continue;
      const signature = JSON.stringify(state);
      if (known.dataset.filled === signature && known.value === (state.value ?? "")) continue;
      known.dataset.filled = signature;
      window.dash_clientside.set_props(id, state);
    }
    window.dash_clientside.set_props("clear-range", { hidden: !answer.since });
  }

  function paintMap(values, given) {
    answer = given;
    if (!given || given.problem) { document.documentElement.dataset.busy = "false"; return noUpdate(); }
    fillControls(given.controls);
    const host = document.getElementById("map-svg");
    if (!host || !values) return noUpdate();
    window.countyMap.prepare(host).then(() => {
      window.countyMap.paint(values);
      window.countyMap.select(given.place, given.compare);
      describe(given.alternatives);
      whenPainted(given);
    }).catch(() => {
      host.textContent = "The map outlines could not be loaded. Reload the page; the charts and lists work without them.";
    });
    return noUpdate();
  }

  function describe(alternatives) {
    window.countyMap.describe(alternatives["map-svg"]);
    for (const id of Object.values(CHARTS)) {
      const chart = document.getElementById(id);
      if (chart) { chart.setAttribute("role", "img"); chart.setAttribute("aria-label", alternatives[id]); }
    }
  }

  function plot(id) { return document.querySelector(`#${id} .js-plotly-plot`); }

  function chartShows(id, key) {
    const chart = plot(id);
    if (!chart || !chart._fullLayout) return false;
    if (!chart.dataset.watched) {
      chart.dataset.watched = "true";
      if (id === CHARTS.trend) watchBrush(chart);
    }
    const meta = chart._fullLayout.meta;
    return Boolean(meta) && meta.key === key;
  }

  /* Marks the moment at which every panel shows the view, in the second frame after it does. */
  function whenPainted(given) {
    const step = () => {
      if (answer !== given) return;
      const charts = Object.entries(CHARTS).every(([panel, id]) => chartShows(id, given.keys[panel]));
      if (!charts || window.countyMap.shown() !== given.keys.map) { requestAnimationFrame(step); return; }
      requestAnimationFrame(() => requestAnimationFrame(() => {
        document.documentElement.dataset.view = given.query;
        document.documentElement.dataset.busy = "false";
        performance.mark("view-painted");
      }));
    };
    step();
  }

  /* Brushing the trend takes the months under the brush; a click takes the month nearest. */
  function watchBrush(chart) {
    chart.on("plotly_selected", (event) => {
      if (!event || !event.range || !event.range.x) return;
      const [from, to] = event.range.x.map((text) => String(text).slice(0, 7)).sort();
      const parts = currentParts();
      parts.set("period", nearestPeriod(to));
      if (from < parts.get("period")) parts.set("since", from); else parts.delete("since");
      navigate(parts);
    });
    chart.on("plotly_click", (event) => {
      const parts = currentParts();
      parts.delete("since");
      parts.set("period", nearestPeriod(String(event.points[0].x).slice(0, 7)));
      navigate(parts);
    });
  }

  function nearestPeriod(month) {
    const periods = answer.controls.period.options.map((option) => option.value);
    return periods.find((period) => period <= month) || periods[periods.length - 1];
  }

  function navigate(parts) {
    const wanted = request(parts);
    if (typeof wanted === "string") window.dash_clientside.set_props("url", { search: wanted });
  }

  window.addEventListener("popstate", () => performance.mark("view-requested"));
  document.addEventListener("DOMContentLoaded", () => {
    window.countyMap.whenChosen((place, beside) => {
      window.dash_clientside.set_props("map-chosen", { data: { place, beside, at: performance.now() } });
    });
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    explore: {
      view_from_controls: viewFromControls,
      paint_map: paintMap,
      switch_theme: (clicks) => (clicks ? window.pageTheme.toggle() : window.pageTheme.apply()),
      copy_link: async () => {
        try { await navigator.clipboard.writeText(window.location.href); return "Link copied"; } catch { return "Copy the address bar"; }
      },
    },
  });
})();
