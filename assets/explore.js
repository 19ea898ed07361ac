/* The Explore page's browser side. A control, a click or a brush changes the URL; the server answers the
   URL once; the answer fills the controls and paints the panels. */
(function () {
  const NATION = "US";
  const PEERS = "peers";
  const ALL_COUNTIES = "all";
  const ALL_AREAS = "all";
  const DEFAULT_MONTHS = "12";
  const MOST_COMPARED = 4;
  const CHARTS = ["trend", "seizures"];

  let answer = null;
  let choices = {};
  let mapStood = false;
  let answered = null;
  let painted = {};
  let focusNext = null;
  const panels = {};
  const withMap = {};

  /* The view as the server read it, so that a part it set aside is not carried on; while an answer is
     awaited, the URL. */
  const currentParts = () => new URLSearchParams(answered === window.location.search ? answer.query : window.location.search);
  const nextFrame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });

  function setOrDelete(parts, name, value) { if (value) parts.set(name, value); else parts.delete(name); }

  function choosePlace(parts, place) {
    setOrDelete(parts, "place", place === NATION ? "" : place);
    // Only a county has peers.
    if (!/^\d{5}$/.test(place)) setOrDelete(parts, "compare", compared(parts).filter((other) => other !== PEERS).join(","));
  }

  const compared = (parts) => (parts.get("compare") || "").split(",").filter(Boolean);

  function compare(parts, place) {
    const places = compared(parts);
    const kept = places.includes(place) ? places.filter((other) => other !== place) : [...places, place].slice(-MOST_COMPARED);
    setOrDelete(parts, "compare", kept.join(","));
  }

  function monthsBefore(month, count) {
    const [year, number] = month.slice(0, 7).split("-").map(Number);
    const index = year * 12 + number - 1 - count;
    return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
  }

  function withoutParts(parts, names) { names.forEach((name) => parts.delete(name)); }

  /* Own limits of the classes are in the unit of what they were chosen for. */
  function forgetLimits(parts) { if (/^[0-9]/.test(parts.get("classes") || "")) parts.delete("classes"); }

  /* What each list of choices changes in the view's query string. */
  const CHANGE = {
    indicator: (parts, value) => { forgetLimits(parts); withoutParts(parts, ["drug", "measure", "level", "kind", "source", "period", "since", "seized"]); parts.set("indicator", value); },
    drug: (parts, value) => { withoutParts(parts, ["level", "seized"]); parts.set("drug", value); },
    measure: (parts, value) => { forgetLimits(parts); parts.set("measure", value); },
    level: (parts, value) => parts.set("level", value),
    kind: (parts, value) => { withoutParts(parts, ["level", "source", "period", "since"]); parts.set("kind", value); },
    state: (parts, value) => choosePlace(parts, value),
    county: (parts, value) => choosePlace(parts, value === ALL_COUNTIES ? document.getElementById("state").value : value),
    period: (parts, value) => { parts.delete("since"); parts.set("period", value); },
    seized: (parts, value) => parts.set("seized", value),
    areas: (parts, value) => { parts.delete("area"); parts.set("areas", value); },
    area: (parts, value) => setOrDelete(parts, "area", value === ALL_AREAS ? "" : value),
    "compare-with": (parts, value) => compare(parts, value),
    months: (parts, value) => {
      const period = document.getElementById("period").value;
      parts.set("period", period);
      setOrDelete(parts, "since", value === DEFAULT_MONTHS ? "" : monthsBefore(period, Number(value) - 1));
    },
  };

  /* What each button changes; buttons made by the server carry what they mean in a data attribute. */
  const PRESS = {
    go: choosePlace,
    drop: compare,
    area: (parts, area) => setOrDelete(parts, "area", parts.get("area") === area ? "" : area),
  };

  /* Where the keyboard goes on when the button pressed is gone from the answer. */
  const FOCUS_AFTER = {
    go: () => "#state",
    drop: () => "#compare-with",
    area: (area) => `[data-area="${CSS.escape(area)}"]`,
  };

  function navigate(parts) {
    const text = parts.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%3B", ";");
    const wanted = text ? `?${text}` : "";
    if (wanted === window.location.search) return false;
    performance.mark("view-requested");
    window.mapPlayer.stop();
    document.documentElement.dataset.busy = "true";
    document.getElementById("copy-link").textContent = "Copy link";
    window.dash_clientside.set_props("url", { search: wanted });
    return true;
  }

  document.addEventListener("change", (event) => {
    const change = CHANGE[event.target.id];
    if (!change || !answer) return;
    const parts = currentParts();
    change(parts, event.target.value);
    navigate(parts);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const parts = currentParts();
    for (const [name, press] of Object.entries(PRESS)) {
      if (name in button.dataset) {
        focusNext = FOCUS_AFTER[name](button.dataset[name]);
        press(parts, button.dataset[name]);
        navigate(parts);
        return;
      }
    }
    if (button.id === "clear-range") { focusNext = "#period"; parts.delete("since"); navigate(parts); }
    if (button.id === "reset") navigate(new URLSearchParams());
    if (button.id === "copy-link") copyLink(button);
    if ("retry" in button.dataset) askAgain();
    if (button.id === "theme-switch") { window.pageTheme.toggle(); window.charts.repaint(); }
  });

  /* The view on screen, wherever it is kept: the newest period today is not the newest when it is opened. */
  function lastingParts() {
    const parts = new URLSearchParams(answer.query);
    const { period } = answer.controls;
    if (!parts.has("period") && period.value) parts.set("period", period.value);
    return parts;
  }

  async function copyLink(button) {
    const parts = lastingParts();
    const link = `${window.location.origin}${window.location.pathname}?${parts}`;
    try { await navigator.clipboard.writeText(link); button.textContent = "Link copied"; } catch { button.textContent = "Copy the address bar"; }
  }

  function chooseOnMap(place, beside) {
    const parts = currentParts();
    if (beside) compare(parts, place); else choosePlace(parts, place);
    navigate(parts);
  }
  window.countyMap.whenChosen(chooseOnMap);

  /* Brushing the trend takes the months under the brush; a click takes the month nearest. */
  window.charts.whenFirstDrawn("trend", (chart) => {
    chart.on("plotly_selected", (event) => {
      if (!event || !event.range || !event.range.x) return;
      const [from, to] = event.range.x.map((text) => String(text).slice(0, 7)).sort();
      const parts = currentParts();
      const period = nearestPeriod(to);
      parts.set("period", period);
      setOrDelete(parts, "since", from < period ? from : "");
      navigate(parts);
    });
    chart.on("plotly_click", (event) => {
      const parts = currentParts();
      parts.delete("since");
      parts.set("period", nearestPeriod(String(event.points[0].x).slice(0, 10)));
      navigate(parts);
    });
  });

  /* The newest period that ends by a day or month; one called by its year is drawn at the year's first day. */
  function nearestPeriod(text) {
    const periods = choices.period.map((option) => option.value);
    const length = ["year", "pooled years"].includes(answer.controls.kind.value) ? 4 : text.length;
    return periods.find((period) => period.slice(0, length) <= text.slice(0, length)) || periods[periods.length - 1];
  }

  /* The way back changes the view like any control. Left to Dash's own router it would make the whole page anew,
     slowly, and what the old one held would never be freed. */
  const pathname = window.location.pathname;
  window.addEventListener("popstate", (event) => {
    if (!document.getElementById("map-svg") || window.location.pathname !== pathname) return;
    event.stopImmediatePropagation();
    performance.mark("view-requested");
    window.mapPlayer.stop();
    window.dash_clientside.set_props("url", { search: window.location.search });
  });

  /* What other modules ask of the page. The player: the period it came to, at the level of the map it played.
     A panel's module registers how it is painted, from `panels[name]` of an answer (null where it stands as it
     is), what its controls change in the view's parts, and what its buttons' data attributes mean. What belongs
     to the map is painted with it, the rest after the charts. */
  window.explorePage = {
    onPanel: (name, paintPanel) => { panels[name] = paintPanel; },
    onMapPanel: (name, paintPanel) => { withMap[name] = paintPanel; },
    onChange: (id, change) => { CHANGE[id] = change; },
    onPress: (name, press, focusAfter) => { PRESS[name] = press; FOCUS_AFTER[name] = focusAfter || (() => null); },
    answer: () => answer,
    /* Another page with panels of its own says which view they are of; files and tables are then of that view. */
    showView: (query) => { answer = { query, controls: { period: {} } }; fillDownloads(); },
    currentParts,
    lastingParts,
    setOrDelete,
    choosePlace,
    chooseIndicator: (parts, indicator) => CHANGE.indicator(parts, indicator),
    chooseOnMap,
    navigate,
    goToPeriod: (period, level) => {
      const parts = currentParts();
      CHANGE.period(parts, period);
      if (level) parts.set("level", level);
      return navigate(parts);
    },
  };

  function fillControls(given) {
    choices = given.choices || choices;
    for (const [id, value] of Object.entries(given.controls)) {
      const control = document.getElementById(id);
      const state = given.choices && given.choices[id] ? { ...value, options: given.choices[id] } : value;
      const filled = JSON.stringify(state);
      if (!control || (control.dataset.filled === filled && control.value === value.value)) continue;
      control.dataset.filled = filled;
      if ("list" in control.dataset) window.lists.fill(control, state);
      else window.dash_clientside.set_props(id, state);
    }
    document.getElementById("clear-range").hidden = !given.since;
  }

  /* Files hold the view on screen. */
  function fillDownloads() {
    const parts = lastingParts();
    document.querySelectorAll("[data-download]").forEach((link) => link.setAttribute("href", `/download/${link.dataset.download}?${parts}`));
  }

  function fillTexts(given) {
    for (const [id, text] of Object.entries(given.texts)) {
      const place = document.getElementById(id);
      if (place && place.textContent !== text) place.textContent = text;
    }
    const { alternatives } = given;
    window.countyMap.describe(alternatives.map);
    for (const name of CHARTS) {
      const chart = document.getElementById(`${name}-chart`);
      chart.setAttribute("role", "img");
      chart.setAttribute("aria-label", alternatives[`${name}-chart`]);
    }
  }

  /* One answer paints all panels: the map first, then the charts. */
  function paint(given) {
    const host = document.getElementById("map-svg");
    if (given && (given.problem || !host)) {
      document.documentElement.dataset.busy = "false";
    } else if (given) {
      answer = given;
      answered = window.location.search;
      paintPanels(host, given).catch(() => {
        host.textContent = "A part of the page could not be loaded. Reload the page to try again.";
      });
    }
    return window.dash_clientside.no_update;
  }

  /* Draws what an answer brings, and keeps account of it: an answer overtaken by the next is not drawn
     to its end. */
  async function drawPanels(host, given) {
    const account = (parts) => parts.forEach((part) => { painted[part] = given.keys[part]; });
    if (host.dataset.new !== "no") { host.dataset.new = "no"; painted = {}; }
    if (!given.map) window.mapPlayer.giveBack(true);
    const showMap = await window.countyMap.prepare(host, given.map);
    if (answer !== given) return;
    window.mapPlayer.giveBack(false);
    for (const [id, palette] of Object.entries(given.palettes)) document.getElementById(id).dataset.palette = palette;
    showMap();
    if (given.map) window.countyMap.paint(given.map);
    if (given.panels.groups) window.placeGroups.take(given.panels.groups);
    window.countyMap.select(given.place, given.compare);
    window.placeGroups.offer(given);
    fillControls(given);
    fillTexts(given);
    fillDownloads();
    window.mapPlayer.follow(given);
    account(["choices", "map", "series", "groups"]);
    await paintAll(withMap, given);
    if (answer !== given) return;
    account(Object.keys(withMap));
    if (!mapStood) await mapStands();
    if (answer !== given) return;
    await Promise.all(CHARTS.map((name) => window.charts.draw(name, given.charts[name], given.marks[name])));
    account(CHARTS);
    if (answer !== given) return;
    await paintAll(panels, given);
    account(Object.keys(panels));
  }

  const paintAll = (painters, given) => Promise.all(Object.entries(painters).map(([name, paintPanel]) => paintPanel(given.panels[name], given)));

  async function paintPanels(host, given) {
    await drawPanels(host, given);
    // The server is told what was really painted, and sends the rest again. At once, because a change made before
    // the frames are over is answered by it.
    window.dash_clientside.set_props("painted", { data: { ...painted } });
    if (answer !== given) return;
    await nextFrame();
    await nextFrame();
    if (answer === given) tellPainted(given);
  }

  function tellPainted(given) {
    if (focusNext && document.activeElement === document.body) document.querySelector(focusNext)?.focus();
    focusNext = null;
    document.documentElement.dataset.view = given.query;
    document.documentElement.dataset.busy = "false";
    performance.mark("view-painted");
  }

  /* Lets the browser show the first map before anything else is begun. */
  async function mapStands() {
    mapStood = true;
    await nextFrame();
    await nextFrame();
    performance.mark("map-painted");
  }

  /* Dash keeps quiet about an answer that never comes; the figures on screen are then another view's. */
  const fetched = window.fetch;
  window.fetch = async (...request) => {
    const ofDash = String(request[0]).includes("_dash-update-component");
    try {
      const response = await fetched(...request);
      if (ofDash) reportConnection(response.ok || response.status === 204);
      return response;
    } catch (problem) {
      if (ofDash) reportConnection(false);
      throw problem;
    }
  };

  function unanswered() {
    const words = document.createElement("span");
    words.textContent = answer ? "The server did not answer. The figures below are still those of the view before." : "The server did not answer.";
    const button = document.createElement("button");
    button.className = "quiet small";
    button.type = "button";
    button.dataset.retry = "";
    button.textContent = "Try again";
    return [words, button];
  }

  /* Asks for the view of the address once more. */
  function askAgain() {
    document.documentElement.dataset.busy = "true";
    window.dash_clientside.set_props("url", { search: window.location.search });
  }

  function reportConnection(good) {
    const place = document.getElementById("connection");
    if (!place) return;
    place.replaceChildren(...(good ? [] : unanswered()));
    if (!good) { document.documentElement.dataset.busy = "false"; window.mapPlayer.giveBack(true); }
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { explore: { paint } });
})();
