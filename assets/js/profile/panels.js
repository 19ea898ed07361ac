/* The panels of a place's profile, drawn from what the server worked out. */

import * as charts from "../charts/charts.js";
import { findIfPresent, make, setText, setTexts } from "../shell/dom.js";
import { requestJson } from "../shell/http.js";
import { drawerOf } from "./registry.js";

const CHART_HEIGHT = 170;

/**
 * @typedef {{ text: string, words: string, panel: string, link: string, instead: { words: string, link: string }[] }} Insight
 * @typedef {{ caption: string, columns: string[], rows: string[][] }} Rows
 *
 * @typedef {object} Facet
 * @property {string} id
 * @property {string} sector
 * @property {string} title
 * @property {string} whose
 * @property {string} newest
 * @property {string} period
 * @property {string} change
 * @property {string} alternative
 * @property {string} link
 * @property {Figure} figure
 *
 * @typedef {{ sentences?: Insight[], table?: Rows, charts?: Facet[] }} Content
 */

/**
 * @param {string} words
 * @param {string} address
 * @param {string} [className]
 */
function linkTo(words, address, className) {
  const link = make("a", className, words);
  link.setAttribute("href", address);
  return link;
}

/**
 * @param {Insight} told
 */
function sentence(told) {
  const item = make("li", "", `${told.text} `);
  if (told.instead.length) {
    const ways = make("span", "instead");
    told.instead.forEach(({ words, link }) => ways.append(linkTo(words, link), " "));
    item.append(ways, " ");
  }
  const ways = make("span", "shown-by");
  const shown = linkTo(`Shown in: ${told.words}`, `#${told.panel}`);
  ways.append(shown, linkTo("In Explore", told.link));
  item.append(ways);
  return item;
}

/**
 * @param {Insight[]} list
 */
function sentences(list) {
  const items = make("ol", "insight-list");
  items.append(...list.map(sentence));
  return items;
}

/**
 * @param {Facet} chart
 */
function figureOf(chart) {
  const figure = make("figure", `facet ${chart.sector}`);
  const caption = make("figcaption");
  const title = make("h3", "", chart.title);
  if (chart.whose) title.append(make("span", "whose", chart.whose));
  const newest = make("p", "newest");
  newest.append(make("b", "", chart.newest), ` ${chart.period}`);
  caption.append(title, newest);
  if (chart.change) caption.append(make("p", "changed", chart.change));
  const drawing = make("div", "chart");
  drawing.id = `${chart.id}-chart`;
  drawing.style.height = `${CHART_HEIGHT}px`;
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", chart.alternative);
  const link = linkTo("In Explore", chart.link, "in-explore");
  link.setAttribute("aria-label", `In Explore: ${chart.title}`);
  figure.append(caption, drawing, link);
  return figure;
}

/**
 * @param {Rows} rows
 */
function tableOf({ caption, columns, rows }) {
  const frame = make("div", "profile-table");
  const table = make("table");
  table.append(make("caption", "visually-hidden", caption));
  const heading = table.createTHead().insertRow();
  columns.forEach((words) => {
    const cell = make("th", "", words);
    cell.scope = "col";
    heading.append(cell);
  });
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((text, position) => {
      const cell = make(position ? "td" : "th", "", text);
      if (position) cell.dataset.heading = columns[position];
      else cell.scope = "row";
      line.append(cell);
    });
  }
  frame.append(table);
  return frame;
}

/**
 * @param {string} name
 * @param {Content} content
 */
async function draw(name, content) {
  const host = findIfPresent(`${name}-list`);
  if (!host) return;
  const drawOwn = drawerOf(name);
  if (drawOwn) drawOwn(content, host);
  else if (content.sentences) host.replaceChildren(sentences(content.sentences));
  else if (content.table) host.replaceChildren(tableOf(content.table));
  else if (content.charts) {
    const facets = make("div", "facets");
    facets.append(...content.charts.map(figureOf));
    host.replaceChildren(facets);
    for (const { id, figure } of content.charts) await charts.draw(id, figure, []);
  }
}

/**
 * @param {string} name
 */
function complain(name) {
  setText(`${name}-title`, "This panel could not be loaded");
  setText(`${name}-subtitle`, "The server did not answer. Reload the page to try again.");
}

/**
 * Once a view; an answer overtaken by the next is not drawn.
 * @param {HTMLElement} section
 * @param {string} query
 */
export async function paintSection(section, query) {
  if (section.dataset.painting === query) return;
  section.dataset.painting = query;
  const name = section.id;
  try {
    const answer = await requestJson(`/panel/${name}?${query}`);
    if (section.dataset.painting !== query) return;
    setTexts(answer.texts);
    await draw(name, answer.content);
  } catch (problem) {
    console.error(problem);
    complain(name);
  }
  section.removeAttribute("aria-busy");
}
