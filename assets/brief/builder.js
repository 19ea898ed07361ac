/* The builder: slides in their order, with their words. Words of others are only ever set as text. */
(function () {
  const LIMITS = { title: 160, text: 600, notes: 4000 };
  const element = (id) => document.getElementById(id);
  const REST_MS = 700;
  /* What servers take in an address. */
  const LONGEST_CODE = 40000;
  let dragged = null;
  let resting = null;

  function make(tag, parts, ...children) {
    const made = Object.assign(document.createElement(tag), parts);
    made.append(...children);
    return made;
  }

  /* Characters that do not print are refused by the server; those that come with pasting are not meant. */
  const plain = (words) => words.replace(/\r\n?/g, "\n").replace(/\t/g, " ").replace(/\p{Cc}|\p{Cf}/gu, (letter) => (letter === "\n" ? letter : ""));

  function field(words, control, part, index) {
    control.maxLength = LIMITS[part];
    control.dataset.part = part;
    control.addEventListener("input", () => window.deck.setWords(index, part, plain(control.value)));
    return make("label", { className: "field" }, make("span", { textContent: words }), control);
  }

  function button(words, name, press, disabled = false) {
    const made = make("button", { type: "button", className: "quiet small", textContent: words, disabled });
    made.setAttribute("aria-label", name);
    made.addEventListener("click", press);
    return made;
  }

  /* The keyboard stays with the slide that was moved. */
  function moveAndFollow(from, to, selector) {
    if (!window.deck.move(from, to)) return;
    const item = element("brief-slides").children[to];
    const wanted = item.querySelector(selector);
    (wanted && !wanted.disabled ? wanted : item.querySelector("button:not([disabled])")).focus();
    say(`Slide ${from + 1} is now slide ${to + 1}.`);
  }

  function removeAndFollow(index) {
    window.deck.remove(index);
    const items = element("brief-slides").children;
    (items[Math.min(index, items.length - 1)]?.querySelector("button:not([disabled])") || element("brief-present")).focus();
    say(`Slide ${index + 1} was removed.`, true);
  }

  function toolsOf(index, count) {
    const number = index + 1;
    const up = button("↑ Up", `Move slide ${number} up`, () => moveAndFollow(index, index - 1, "[data-up]"), index === 0);
    const down = button("↓ Down", `Move slide ${number} down`, () => moveAndFollow(index, index + 1, "[data-down]"), index === count - 1);
    up.dataset.up = down.dataset.down = "";
    return [up, down, button("Duplicate", `Duplicate slide ${number}`, () => window.deck.double(index)), button("Remove", `Remove slide ${number}`, () => removeAndFollow(index))];
  }

  function itemOf(slide, index, count) {
    const name = make("div", { className: "slide-name" }, make("b", { textContent: `${index + 1}` }), make("span", { textContent: window.deck.names()[index] || slide.show }));
    const view = make("a", { href: `/?${slide.view}`, textContent: "Open in Explore" });
    view.setAttribute("aria-label", `Open slide ${index + 1} in Explore`);
    const title = make("input", { type: "text", value: slide.title, placeholder: "Made from the view" });
    const text = make("textarea", { rows: 2, value: slide.text });
    const notes = make("textarea", { rows: 3, value: slide.notes });
    const item = make("li", { draggable: false, className: "slide" },
      make("div", { className: "slide-head" }, name, make("div", { className: "buttons" }, view, ...toolsOf(index, count))),
      make("div", { className: "slide-words" }, field("Title", title, "title", index), field("Text under it", text, "text", index), field("Speaker notes", notes, "notes", index)));
    name.draggable = true;
    name.title = "Drag to another place, or Alt with the arrow keys";
    name.addEventListener("dragstart", (event) => { dragged = index; event.dataTransfer.setData("text/plain", String(index)); });
    item.addEventListener("dragover", (event) => { if (dragged !== null) event.preventDefault(); });
    item.addEventListener("drop", (event) => { event.preventDefault(); if (dragged !== null && dragged !== index) window.deck.move(dragged, index); dragged = null; });
    item.addEventListener("keydown", (event) => {
      const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      moveAndFollow(index, index + step, step < 0 ? "[data-up]" : "[data-down]");
    });
    return item;
  }

  /* What is to be known of the deck: which figures it shows, and what just happened. */
  function say(words, undoable = false) {
    const place = element("brief-said");
    const undo = make("button", { type: "button", className: "quiet small", textContent: "Undo" });
    undo.addEventListener("click", () => { window.deck.undo(); say("Undone."); });
    place.replaceChildren(...(words ? [make("span", { textContent: `${words} ` })] : []), ...(undoable && window.deck.canUndo() ? [undo] : []));
  }

  function extractWords() {
    const { extract, slides } = window.deck.now();
    const newest = window.deck.extract();
    if (!slides.length || !newest) return "";
    if (!extract || extract === newest) return `Shows the newest figures, extract ${newest}.`;
    return `Made with extract ${extract}; shows ${window.deck.figures() ? "its figures" : `the newest figures, extract ${newest}`}.`;
  }

  /* Where the figures that the deck was made with are still kept, they can be shown. */
  function drawFigures() {
    const older = window.deck.older();
    const isOlder = window.deck.figures() !== "";
    const words = isOlder ? "Show the newest figures" : `Show the figures of extract ${older}`;
    const change = make("button", { type: "button", className: "quiet small", textContent: words });
    change.addEventListener("click", () => { window.deck.showFigures(isOlder ? "" : older); element("brief-figures").querySelector("button")?.focus(); });
    element("brief-figures").replaceChildren(...(older ? [change] : []));
  }

  /* Files are made of the deck as the server read it last. */
  async function offerFiles() {
    const holder = element("brief-takeaways");
    const { slides } = window.deck.now();
    const answer = slides.length ? await server().catch((problem) => { say(problem.message); return null; }) : null;
    holder.hidden = !answer || answer.code.length > LONGEST_CODE;
    if (!answer) return;
    holder.dataset.query = `deck=${answer.code}`;
    window.takeaways.fill(holder);
  }

  function offerFilesAfterRest() {
    clearTimeout(resting);
    resting = setTimeout(offerFiles, REST_MS);
  }

  function drawCount() {
    const { slides } = window.deck.now();
    element("brief-count").textContent = slides.length ? `${window.briefing.slidesWords(slides.length)}. ${extractWords()}` : "No slides yet.";
    for (const id of ["brief-present", "brief-save", "brief-link", "brief-clear"]) element(id).disabled = !slides.length;
  }

  function draw(reason) {
    offerFilesAfterRest();
    if (reason === "words") return;
    drawFigures();
    if (reason === "figures") { drawCount(); return; }
    const { title, slides } = window.deck.now();
    element("brief-title").querySelector("input").value = title;
    element("brief-slides").replaceChildren(...slides.map((slide, index) => itemOf(slide, index, slides.length)));
    drawCount();
  }

  const server = () => window.deck.checked(JSON.stringify(window.deck.now()));

  async function save() {
    try {
      const { file } = await server();
      const link = make("a", { href: URL.createObjectURL(new Blob([file], { type: "application/json" })), download: "briefing.json" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      say("The deck was saved as briefing.json.");
    } catch (problem) { say(problem.message); }
  }

  async function copyLink() {
    try {
      const { code, link } = await server();
      if (!link) { say("The briefing is too long for a link; save it as a file."); return; }
      await navigator.clipboard.writeText(`${window.location.origin}/brief?deck=${code}`);
      say("The link was copied.");
    } catch (problem) { say(problem.name === "NotAllowedError" ? "The browser did not allow copying." : problem.message); }
  }

  async function open(file) {
    if (!file) return;
    try { takeOver(await window.deck.checked(file), `${file.name} was opened.`); } catch (problem) { say(problem.message); }
  }

  function takeOver(answer, words) {
    window.deck.take(answer, { isEdit: true });
    say(words, true);
  }

  function fileControl() {
    const input = make("input", { type: "file", accept: ".json,application/json", hidden: true, id: "brief-file" });
    input.addEventListener("change", () => { open(input.files[0]); input.value = ""; });
    return input;
  }

  const placeOf = () => { const county = element("ready-county").value; return county === "all" ? element("ready-state").value : county; };

  async function makeReady() {
    try { takeOver(await window.deck.found(new URLSearchParams({ ready: element("ready-kind").value, place: placeOf() })), "The briefing was made."); } catch (problem) { say(problem.message); }
  }

  const optionsOf = (places) => places.map(([value, label]) => make("option", { value, textContent: label }));

  async function fillCounties() {
    const list = element("ready-county");
    const within = element("ready-state").value;
    list.replaceChildren(list.options[0]);
    list.hidden = true;
    if (!/^\d\d$/.test(within)) return;
    const { places } = await (await fetch(`/brief/places?within=${within}`)).json();
    if (element("ready-state").value !== within) return;
    list.append(...optionsOf(places));
    list.hidden = !places.length;
  }

  async function fillGroups() {
    const { places } = await (await fetch("/brief/groups")).json();
    if (places.length) element("ready-state").append(make("optgroup", { label: "Groups of counties" }, ...optionsOf(places)));
  }

  function attach() {
    const title = make("input", { type: "text" });
    const file = fileControl();
    element("brief-title").replaceChildren(field("Title of the briefing", title, "title", null), file);
    const PRESS = { "brief-save": save, "brief-link": copyLink, "brief-clear": () => { window.deck.clear(); say("The briefing was cleared.", true); }, "brief-open": () => file.click(), "ready-make": makeReady, "brief-present": () => window.stage.begin() };
    for (const [id, press] of Object.entries(PRESS)) element(id).addEventListener("click", press);
    element("ready-state").addEventListener("change", fillCounties);
    element("ready-county").hidden = true;
    fillGroups().catch(() => {});
    window.deck.whenChanged(draw);
    draw("whole");
  }

  window.builder = { attach, say };
})();
