/* Links to files of a deck or a place, with progress while one is made.
   A holder `<div data-takeaways>`, filled by whoever puts it on the page, names its files in `data-kinds` (pptx pdf
   docx html, or place), and what they are of in `data-query`: `deck=CODE`, or a view. */

import { closestOf, findAll } from "./dom.js";
import { request } from "./http.js";

/** @type {Record<string, [label: string, address: string]>} */
const FILES = {
  pptx: ["PowerPoint", "/takeaway/deck.pptx"],
  pdf: ["PDF", "/takeaway/deck.pdf"],
  docx: ["Word", "/takeaway/deck.docx"],
  html: ["Web page", "/takeaway/deck.html"],
  place: ["Fact sheet (PDF)", "/takeaway/place.pdf"],
};
const PROGRESS = "application/x-ndjson";
const FAILED = "The file could not be made. Please try again.";

/**
 * A line of progress, with the file in the last one.
 * @typedef {{ of: number, done: number, words: string, problem?: string, file?: string, name: string, type: string }} Line
 */

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {string} [text]
 */
function make(name, attributes = {}, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

/**
 * @param {HTMLElement} holder
 */
export function fill(holder) {
  const kinds = (holder.dataset.kinds || "pptx pdf docx html").split(" ").filter((kind) => FILES[kind]);
  const wanted = `${kinds.join(" ")}|${holder.dataset.query || ""}`;
  if (holder.dataset.filled === wanted) return;
  holder.dataset.filled = wanted;
  const links = kinds.map((kind) => {
    const [label, address] = FILES[kind];
    const link = make(
      "a",
      { class: "takeaway", href: `${address}?${holder.dataset.query || ""}`, download: "" },
      label,
    );
    link.dataset.takeaway = kind;
    return link;
  });
  const state = make("div", { class: "takeaway-state", role: "status" });
  const bar = make("div", {
    class: "takeaway-bar",
    role: "progressbar",
    "aria-label": "Making the file",
    "aria-valuemin": "0",
  });
  bar.append(make("span"));
  bar.hidden = true;
  holder.replaceChildren(...links, bar, state);
}

/**
 * @param {HTMLElement} holder
 * @param {Line} line
 */
function show(holder, line) {
  const [bar] = findAll(".takeaway-bar", holder);
  bar.hidden = false;
  bar.setAttribute("aria-valuemax", String(line.of));
  bar.setAttribute("aria-valuenow", String(line.done));
  bar.setAttribute("aria-valuetext", line.words);
  findAll("span", bar)[0].style.inlineSize = `${(100 * line.done) / line.of}%`;
  findAll(".takeaway-state", holder)[0].textContent = line.words;
}

/**
 * @param {Response} answer
 * @returns {AsyncGenerator<Line>}
 */
async function* linesOf(answer) {
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) yield JSON.parse(part);
  }
}

/**
 * @param {Line} line
 * @param {string} file In base64.
 */
function save(line, file) {
  const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: line.type }));
  const link = make("a", { href: address, download: line.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/**
 * @param {HTMLElement} holder
 * @param {string} address
 */
async function fetchFile(holder, address) {
  const answer = await request(address, { headers: { Accept: PROGRESS } });
  if (!answer.ok) return (await answer.text()) || FAILED;
  for await (const line of linesOf(answer)) {
    if (line.problem) return line.problem;
    show(holder, line);
    if (line.file) {
      save(line, line.file);
      return `${line.name} is saved.`;
    }
  }
  return FAILED;
}

document.addEventListener("click", async (event) => {
  const link = closestOf(event, "a[data-takeaway]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const holder = /** @type {HTMLElement} */ (link.closest("[data-takeaways]"));
  if (holder.getAttribute("aria-busy") === "true") return;
  holder.setAttribute("aria-busy", "true");
  let words = FAILED;
  try {
    words = await fetchFile(holder, link.getAttribute("href") ?? "");
  } finally {
    holder.removeAttribute("aria-busy");
    findAll(".takeaway-bar", holder)[0].hidden = true;
    findAll(".takeaway-state", holder)[0].textContent = words;
  }
});
