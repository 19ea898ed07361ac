/* Draws the Plotly charts. Plotly is fetched only once the map is painted, so that it delays nothing seen first.
   Figures name their colors by the stylesheet's tokens; what those mean is looked up at drawing. */

import { findIfPresent } from "../shell/dom.js";
import { onThemeChange } from "../shell/theme.js";

const CONFIG = { displayModeBar: false, responsive: true, doubleClick: false, showTips: false };
const TOKEN = /^var\(--([\w-]+)\)(?:\/([\d.]+))?$/;
/** @type {Record<string, Figure>} */
const drawn = {};
/** @type {Record<string, (chart: PlotlyChart) => void>} */
const watchers = {};
/** @type {Promise<Plotly> | null} */
let plotly = null;
/** @type {{ theme: string | undefined, known: Map<string, string> }} */
let colors = { theme: undefined, known: new Map() };

/** @returns {Promise<Plotly>} */
function load() {
  plotly =
    plotly ||
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = /** @type {HTMLLinkElement} */ (
        document.querySelector('link[rel="preload"][as="script"]')
      ).href;
      script.onload = () => resolve(/** @type {Plotly} */ (window.Plotly));
      script.onerror = () => {
        plotly = null;
        reject(new Error("Plotly could not be loaded"));
      };
      document.head.append(script);
    });
  return plotly;
}

/**
 * What a token means in the theme of the moment. Reading it makes the browser work out the style of the whole
 * page, freshly painted map included, so it is read once a theme.
 * @param {string} text
 */
function colorOf(text) {
  const theme = document.documentElement.dataset.theme;
  if (colors.theme !== theme) colors = { theme, known: new Map() };
  if (!colors.known.has(text)) {
    const [, token, opacity] = text.match(TOKEN) ?? [];
    const probe = document.createElement("span");
    probe.hidden = true;
    probe.style.color = `var(--${token})`;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    colors.known.set(
      text,
      opacity ? color.replace(/^rgb\(/, "rgba(").replace(/\)$/, `, ${opacity})`) : color,
    );
  }
  return colors.known.get(text) ?? text;
}

/**
 * A part of a figure with its tokens as colors.
 * @param {any} part
 * @returns {any}
 */
function inTheme(part) {
  if (typeof part === "string") return TOKEN.test(part) ? colorOf(part) : part;
  if (Array.isArray(part))
    return typeof part[0] === "object" && part[0] !== null && !Array.isArray(part[0])
      ? part.map(inTheme)
      : part;
  if (part && typeof part === "object")
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inTheme(value)]));
  return part;
}

/**
 * Calls `handler` with the chart of a name once it is first drawn.
 * @param {string} name
 * @param {(chart: PlotlyChart) => void} handler
 */
export function whenFirstDrawn(name, handler) {
  watchers[name] = handler;
}

/**
 * A figure's own shapes, and the marks over them.
 * @param {string} name
 * @param {object[]} marks
 */
const shapesOf = (name, marks) => inTheme([...(drawn[name].layout.shapes || []), ...marks]);

/**
 * A new figure is drawn whole; marks alone (the period, the range) are laid over the chart that is there.
 * @param {string} name
 * @param {Figure | null} figure
 * @param {object[]} marks
 * @param {object} [size]
 */
export async function draw(name, figure, marks, size = {}) {
  const library = await load();
  const chart = findIfPresent(`${name}-chart`);
  if (!chart) return;
  if (figure) drawn[name] = figure;
  const shapes = JSON.stringify(marks);
  const isDrawn = chart.classList.contains("js-plotly-plot");
  if (!figure && isDrawn && chart.dataset.marks === shapes) return;
  chart.dataset.marks = shapes;
  if (!figure && isDrawn) {
    await library.relayout(chart, { shapes: shapesOf(name, marks), selections: [] });
    return;
  }
  const { data, layout } = inTheme(drawn[name]);
  await library.react(
    chart,
    data,
    { ...layout, ...size, shapes: shapesOf(name, marks), selections: [] },
    CONFIG,
  );
  if (!isDrawn && watchers[name]) watchers[name](/** @type {PlotlyChart} */ (chart));
}

/* All charts anew, in other colors or in what is now their place. */
export function repaint() {
  for (const name of Object.keys(drawn)) {
    const chart = findIfPresent(`${name}-chart`);
    if (chart)
      draw(name, drawn[name], JSON.parse(chart.dataset.marks ?? "[]"), {
        width: chart.clientWidth,
        height: chart.clientHeight,
      });
  }
}

onThemeChange(repaint);
