/* Links to files of a deck or a place, with progress while one is made.
   A holder `<div data-takeaways>`, filled by whoever puts it on the page, names its files in `data-kinds` (pptx pdf
   docx html, or place), and what they are of in `data-query`: `deck=CODE`, or a view. */

import { closestOf, findAll } from "./dom.js";
import { request } from "./http.js";

const FILES = {
  pptx: ["PowerPoint", "/takeaway/deck.pptx"],
  pdf: ["PDF", "/takeaway/deck.pdf"],
  docx: ["Word", "/takeaway/deck.docx"],
  html: ["Web page", "/takeaway/deck.html"],
  place: ["Fact sheet (PDF)", "/takeaway/place.pdf"],
};
const PROGRESS = "application/x-ndjson";
const FAILED = "The file could not be made. Please try again.";

function make(name, attributes = {}, text = "") {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

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

function show(holder, line) {
  const bar = holder.querySelector(".takeaway-bar");
  bar.hidden = false;
  bar.setAttribute("aria-valuemax", line.of);
  bar.setAttribute("aria-valuenow", line.done);
  bar.setAttribute("aria-valuetext", line.words);
  bar.firstElementChild.style.inlineSize = `${(100 * line.done) / line.of}%`;
  holder.querySelector(".takeaway-state").textContent = line.words;
}

async function* linesOf(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    for (const part of parts) yield JSON.parse(part);
  }
}

function save(line) {
  const bytes = Uint8Array.from(atob(line.file), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: line.type }));
  const link = make("a", { href: address, download: line.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

async function fetchFile(holder, address) {
  const answer = await request(address, { headers: { Accept: PROGRESS } });
  if (!answer.ok) return (await answer.text()) || FAILED;
  for await (const line of linesOf(answer)) {
    if (line.problem) return line.problem;
    show(holder, line);
    if (line.file) {
      save(line);
      return `${line.name} is saved.`;
    }
  }
  return FAILED;
}

document.addEventListener("click", async (event) => {
  const link = closestOf(event, "a[data-takeaway]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const holder = link.closest("[data-takeaways]");
  if (holder.getAttribute("aria-busy") === "true") return;
  holder.setAttribute("aria-busy", "true");
  let words = FAILED;
  try {
    words = await fetchFile(holder, link.getAttribute("href"));
  } finally {
    holder.removeAttribute("aria-busy");
    findAll(".takeaway-bar", holder)[0].hidden = true;
    holder.querySelector(".takeaway-state").textContent = words;
  }
});
