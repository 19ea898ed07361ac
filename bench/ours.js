/* Drives the dashboard as a visitor would, and times each change by the page's own marks. */
window.bench = (() => {
  const TIMEOUT = 20000;

  function next(mark) {
    return new Promise((resolve, reject) => {
      const watch = new PerformanceObserver((list) => {
        const found = list.getEntries().find((entry) => entry.name === mark);
        if (found) { watch.disconnect(); resolve(found.startTime); }
      });
      watch.observe({ type: "mark" });
      setTimeout(() => reject(new Error(`no ${mark} within ${TIMEOUT} ms`)), TIMEOUT);
    });
  }

  function choose(id, value) {
    const list = document.getElementById(id);
    if (![...list.options].some((option) => option.value === value)) throw new Error(`${id} has no ${value}`);
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(list, value);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function click(place) {
    const shape = document.querySelector(`#map-svg .shapes [data-place="${place}"]`);
    shape.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }

  async function change(control, value) {
    performance.clearMarks();
    const requested = next("view-requested"), painted = next("view-painted");
    const event = performance.now();
    if (control === "map") click(value); else choose(control, value);
    const [from, to] = await Promise.all([requested, painted]);
    return { from_event: to - event, from_request: to - from, view: document.documentElement.dataset.view };
  }

  const frame = () => new Promise(requestAnimationFrame);

  async function recolor(values) {
    const { mainMap } = await import(new URL("map/main_map.js", document.querySelector('script[src$="/explore.js"]').src).href);
    const start = performance.now();
    mainMap.paint(values);
    const script = performance.now() - start;
    await frame();
    await frame();
    return { painted: performance.now() - start, script };
  }

  async function ready() {
    const found = performance.getEntriesByName("view-painted", "mark");
    return found.length ? found[0].startTime : next("view-painted");
  }

  return { change, recolor, ready };
})();
