/* Drives the baseline by its controls' own properties, which is kinder to it than opening its lists, and
   times each change to the second frame after all three charts were drawn with new data. */
window.bench = (() => {
  const TIMEOUT = 60000;
  const GRAPHS = ["map", "trend", "seizures"];
  const DRAWN = { map: ".choroplethlayer path", trend: ".scatterlayer .trace", seizures: ".barlayer .point" };
  const drawn = new WeakMap();

  const plot = (id) => document.querySelector(`#${id} .js-plotly-plot`);
  const frame = () => new Promise(requestAnimationFrame);

  function watch(chart) {
    if (drawn.has(chart)) return;
    drawn.set(chart, null);
    chart.on("plotly_afterplot", () => drawn.set(chart, chart.data));
  }

  async function until(condition) {
    const end = performance.now() + TIMEOUT;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`not painted within ${TIMEOUT} ms`);
      await frame();
    }
    await frame();
    await frame();
    return performance.now();
  }

  function click(place) {
    const chart = plot("map");
    const pointNumber = [...chart.data[0].locations].indexOf(place);
    chart.emit("plotly_click", { points: [{ curveNumber: 0, pointNumber, pointIndex: pointNumber, location: place }] });
  }

  async function change(control, value) {
    const charts = GRAPHS.map(plot);
    charts.forEach(watch);
    const before = charts.map((chart) => chart.data);
    const event = performance.now();
    if (control === "map") click(value); else window.dash_clientside.set_props(control, { value });
    const fresh = (chart, index) => chart.data !== before[index] && drawn.get(chart) === chart.data;
    const painted = await until(() => charts.every(fresh));
    return { from_event: painted - event };
  }

  async function recolor(z) {
    const chart = plot("map");
    const start = performance.now();
    await window.Plotly.restyle(chart, { z: [z] });
    const script = performance.now() - start;
    await frame();
    await frame();
    return { painted: performance.now() - start, script };
  }

  // Sent in binary: the decoded values are in the full data.
  const values = () => Array.from(plot("map")._fullData[0].z);
  const ready = () => until(() => GRAPHS.every((id) => plot(id) && plot(id).querySelector(DRAWN[id])));

  return { change, recolor, values, ready };
})();
