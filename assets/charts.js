/* Draws the Plotly charts. Plotly is fetched only once the map stands, so that it delays nothing seen first.
   Figures name their colours by the stylesheet's tokens; what those mean is looked up at drawing. */
(function () {
  const CONFIG = { displayModeBar: false, responsive: true, doubleClick: false, showTips: false };
  const TOKEN = /^var\(--([\w-]+)\)(?:\/([\d.]+))?$/;
  const drawn = {};
  const watchers = {};
  let plotly = null;

  function load() {
    plotly = plotly || new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = document.querySelector('link[rel="preload"][as="script"]').href;
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => { plotly = null; reject(new Error("Plotly could not be loaded")); };
      document.head.append(script);
    });
    return plotly;
  }

  /* Computed colours of tokens, read through one element that is never seen. */
  function colors() {
    const probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
    const known = new Map();
    return {
      of(text) {
        if (!known.has(text)) {
          const [, token, opacity] = text.match(TOKEN);
          probe.style.color = `var(--${token})`;
          const color = getComputedStyle(probe).color;
          known.set(text, opacity ? color.replace(/^rgb\(/, "rgba(").replace(/\)$/, `, ${opacity})`) : color);
        }
        return known.get(text);
      },
      done: () => probe.remove(),
    };
  }

  function coloured(part, lookup) {
    if (typeof part === "string") return TOKEN.test(part) ? lookup.of(part) : part;
    if (Array.isArray(part)) return typeof part[0] === "object" && part[0] !== null && !Array.isArray(part[0]) ? part.map((each) => coloured(each, lookup)) : part;
    if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, coloured(value, lookup)]));
    return part;
  }

  /* A figure's own shapes, and the marks over them. */
  const shapesOf = (name, marks) => inTheme([...(drawn[name].layout.shapes || []), ...marks]);

  /* A new figure is drawn whole; marks alone (the period, the range) are laid over the chart that stands. */
  async function draw(name, figure, marks) {
    const library = await load();
    const chart = document.getElementById(`${name}-chart`);
    if (!chart) return;
    if (figure) drawn[name] = figure;
    const shapes = JSON.stringify(marks);
    const standing = chart.classList.contains("js-plotly-plot");
    if (!figure && standing && chart.dataset.marks === shapes) return;
    chart.dataset.marks = shapes;
    if (!figure && standing) { await library.relayout(chart, { shapes: shapesOf(name, marks), selections: [] }); return; }
    const { data, layout } = inTheme(drawn[name]);
    await library.react(chart, data, { ...layout, shapes: shapesOf(name, marks), selections: [] }, CONFIG);
    if (!standing && watchers[name]) watchers[name](chart);
  }

  function repaint() {
    for (const name of Object.keys(drawn)) {
      const chart = document.getElementById(`${name}-chart`);
      draw(name, drawn[name], JSON.parse(chart.dataset.marks));
    }
  }

  function inTheme(part) {
    const lookup = colors();
    const result = coloured(part, lookup);
    lookup.done();
    return result;
  }

  window.charts = {
    draw,
    repaint,
    whenFirstDrawn: (name, handler) => { watchers[name] = handler; },
  };
})();
