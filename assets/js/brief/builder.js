/* The builder: slides in their order, with their words. Words of others are only ever set as text. */

import * as briefing from "../shell/briefing.js";
import { construct, find, findAll, findButton, findList, isNotAllowed, messageOf } from "../shell/dom.js";
import { requestJson } from "../shell/http.js";
import * as takeaways from "../shell/takeaways.js";
import * as deck from "./deck.js";
import * as stage from "./stage.js";

const LIMITS = { title: 160, text: 600, notes: 4000 };
const REST_MS = 700;
/* What servers take in an address. */
const LONGEST_CODE = 40000;
let dragged = null;
let resting = null;

/* Characters that do not print are refused by the server; those that come with pasting are not meant. */
const plain = (words) =>
  words
    .replace(/\r\n?/g, "\n")
    .replace(/\t/g, " ")
    .replace(/\p{Cc}|\p{Cf}/gu, (letter) => (letter === "\n" ? letter : ""));

function field(words, control, part, index) {
  control.maxLength = LIMITS[part];
  control.dataset.part = part;
  control.addEventListener("input", () => deck.setWords(index, part, plain(control.value)));
  return construct("label", { className: "field" }, construct("span", { textContent: words }), control);
}

function button(words, name, press, disabled = false) {
  const made = construct("button", {
    type: "button",
    className: "quiet small",
    textContent: words,
    disabled,
  });
  made.setAttribute("aria-label", name);
  made.addEventListener("click", press);
  return made;
}

/* The keyboard stays with the slide that was moved. */
function moveAndFollow(from, to, selector) {
  if (!deck.move(from, to)) return;
  const item = find("brief-slides").children[to];
  const wanted = item.querySelector(selector);
  (wanted && !wanted.disabled ? wanted : item.querySelector("button:not([disabled])")).focus();
  say(`Slide ${from + 1} is now slide ${to + 1}.`);
}

function removeAndFollow(index) {
  deck.remove(index);
  const items = find("brief-slides").children;
  const [next] = findAll(
    "button:not([disabled])",
    items[Math.min(index, items.length - 1)] || find("brief-present"),
  );
  (next || find("brief-present")).focus();
  say(`Slide ${index + 1} was removed.`, true);
}

function toolsOf(index, count) {
  const number = index + 1;
  const up = button(
    "↑ Up",
    `Move slide ${number} up`,
    () => moveAndFollow(index, index - 1, "[data-up]"),
    index === 0,
  );
  const down = button(
    "↓ Down",
    `Move slide ${number} down`,
    () => moveAndFollow(index, index + 1, "[data-down]"),
    index === count - 1,
  );
  up.dataset.up = down.dataset.down = "";
  return [
    up,
    down,
    button("Duplicate", `Duplicate slide ${number}`, () => deck.duplicate(index)),
    button("Remove", `Remove slide ${number}`, () => removeAndFollow(index)),
  ];
}

function itemOf(slide, index, count) {
  const name = construct(
    "div",
    { className: "slide-name" },
    construct("b", { textContent: `${index + 1}` }),
    construct("span", { textContent: deck.slideNames()[index] || slide.show }),
  );
  const view = construct("a", { href: `/?${slide.view}`, textContent: "Open in Explore" });
  view.setAttribute("aria-label", `Open slide ${index + 1} in Explore`);
  const title = construct("input", { type: "text", value: slide.title, placeholder: "Made from the view" });
  const text = construct("textarea", { rows: 2, value: slide.text });
  const notes = construct("textarea", { rows: 3, value: slide.notes });
  const item = construct(
    "li",
    { draggable: false, className: "slide" },
    construct(
      "div",
      { className: "slide-head" },
      name,
      construct("div", { className: "buttons" }, view, ...toolsOf(index, count)),
    ),
    construct(
      "div",
      { className: "slide-words" },
      field("Title", title, "title", index),
      field("Text under it", text, "text", index),
      field("Speaker notes", notes, "notes", index),
    ),
  );
  name.draggable = true;
  name.title = "Drag to another place, or Alt with the arrow keys";
  name.addEventListener("dragstart", (event) => {
    dragged = index;
    event.dataTransfer.setData("text/plain", String(index));
  });
  item.addEventListener("dragover", (event) => {
    if (dragged !== null) event.preventDefault();
  });
  item.addEventListener("drop", (event) => {
    event.preventDefault();
    if (dragged !== null && dragged !== index) deck.move(dragged, index);
    dragged = null;
  });
  item.addEventListener("keydown", (event) => {
    const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    moveAndFollow(index, index + step, step < 0 ? "[data-up]" : "[data-down]");
  });
  return item;
}

/* What is to be known of the deck: which figures it shows, and what just happened. */
export function say(words, undoable = false) {
  const place = find("brief-said");
  const undo = construct("button", { type: "button", className: "quiet small", textContent: "Undo" });
  undo.addEventListener("click", () => {
    deck.undo();
    say("Undone.");
  });
  place.replaceChildren(
    ...(words ? [construct("span", { textContent: `${words} ` })] : []),
    ...(undoable && deck.canUndo() ? [undo] : []),
  );
}

function extractWords() {
  const { extract, slides } = deck.now();
  const newest = deck.newestExtract();
  if (!slides.length || !newest) return "";
  if (!extract || extract === newest) return `Shows the newest figures, extract ${newest}.`;
  return `Made with extract ${extract}; shows ${deck.shownFigures() ? "its figures" : `the newest figures, extract ${newest}`}.`;
}

/* Where the figures that the deck was made with are still kept, they can be shown. */
function drawFigures() {
  const older = deck.olderExtract();
  const isOlder = deck.shownFigures() !== "";
  const words = isOlder ? "Show the newest figures" : `Show the figures of extract ${older}`;
  const change = construct("button", { type: "button", className: "quiet small", textContent: words });
  change.addEventListener("click", () => {
    deck.showFigures(isOlder ? "" : older);
    find("brief-figures").querySelector("button")?.focus();
  });
  find("brief-figures").replaceChildren(...(older ? [change] : []));
}

/* Files are made of the deck as the server read it last. */
async function offerFiles() {
  const holder = find("brief-takeaways");
  const { slides } = deck.now();
  const answer = slides.length
    ? await server().catch((problem) => {
        say(messageOf(problem));
        return null;
      })
    : null;
  holder.hidden = !answer || answer.code.length > LONGEST_CODE;
  if (!answer) return;
  holder.dataset.query = `deck=${answer.code}`;
  takeaways.fill(holder);
}

function offerFilesAfterRest() {
  clearTimeout(resting);
  resting = setTimeout(offerFiles, REST_MS);
}

function drawCount() {
  const { slides } = deck.now();
  find("brief-count").textContent = slides.length
    ? `${briefing.slidesWords(slides.length)}. ${extractWords()}`
    : "No slides yet.";
  for (const id of ["brief-present", "brief-save", "brief-link", "brief-clear"])
    findButton(id).disabled = !slides.length;
}

function draw(reason) {
  offerFilesAfterRest();
  if (reason === "words") return;
  drawFigures();
  if (reason === "figures") {
    drawCount();
    return;
  }
  const { title, slides } = deck.now();
  find("brief-title").querySelector("input").value = title;
  find("brief-slides").replaceChildren(...slides.map((slide, index) => itemOf(slide, index, slides.length)));
  drawCount();
}

const server = () => deck.checked(JSON.stringify(deck.now()));

async function save() {
  try {
    const { file } = await server();
    const link = construct("a", {
      href: URL.createObjectURL(new Blob([file], { type: "application/json" })),
      download: "briefing.json",
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say("The deck was saved as briefing.json.");
  } catch (problem) {
    say(messageOf(problem));
  }
}

async function copyLink() {
  try {
    const { code, link } = await server();
    if (!link) {
      say("The briefing is too long for a link; save it as a file.");
      return;
    }
    await navigator.clipboard.writeText(`${window.location.origin}/brief?deck=${code}`);
    say("The link was copied.");
  } catch (problem) {
    say(isNotAllowed(problem) ? "The browser did not allow copying." : messageOf(problem));
  }
}

async function open(file) {
  if (!file) return;
  try {
    takeOver(await deck.checked(file), `${file.name} was opened.`);
  } catch (problem) {
    say(messageOf(problem));
  }
}

function takeOver(answer, words) {
  deck.take(answer, { isEdit: true });
  say(words, true);
}

function fileControl() {
  const input = construct("input", {
    type: "file",
    accept: ".json,application/json",
    hidden: true,
    id: "brief-file",
  });
  input.addEventListener("change", () => {
    open(input.files[0]);
    input.value = "";
  });
  return input;
}

const placeOf = () => {
  const county = findList("ready-county").value;
  return county === "all" ? findList("ready-state").value : county;
};

async function makeReady() {
  try {
    takeOver(
      await deck.found(new URLSearchParams({ ready: findList("ready-kind").value, place: placeOf() })),
      "The briefing was made.",
    );
  } catch (problem) {
    say(messageOf(problem));
  }
}

const optionsOf = (places) =>
  places.map(([value, label]) => construct("option", { value, textContent: label }));

async function fillCounties() {
  const list = findList("ready-county");
  const within = findList("ready-state").value;
  list.replaceChildren(list.options[0]);
  list.hidden = true;
  if (!/^\d\d$/.test(within)) return;
  const { places } = await requestJson(`/brief/places?within=${within}`);
  if (findList("ready-state").value !== within) return;
  list.append(...optionsOf(places));
  list.hidden = !places.length;
}

async function fillGroups() {
  const { places } = await requestJson("/brief/groups");
  if (places.length)
    find("ready-state").append(construct("optgroup", { label: "Groups of counties" }, ...optionsOf(places)));
}

export function attach() {
  const title = construct("input", { type: "text" });
  const file = fileControl();
  find("brief-title").replaceChildren(field("Title of the briefing", title, "title", null), file);
  const PRESS = {
    "brief-save": save,
    "brief-link": copyLink,
    "brief-clear": () => {
      deck.clear();
      say("The briefing was cleared.", true);
    },
    "brief-open": () => file.click(),
    "ready-make": makeReady,
    "brief-present": () => stage.begin(),
  };
  for (const [id, press] of Object.entries(PRESS)) find(id).addEventListener("click", press);
  find("ready-state").addEventListener("change", fillCounties);
  find("ready-county").hidden = true;
  fillGroups().catch(() => {});
  deck.whenChanged(draw);
  draw("whole");
}
