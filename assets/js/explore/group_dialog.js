/* The dialog in which the user's own groups are made, changed and removed. What is pasted or read from a file stays
   in the browser, until Save puts the counties' codes into the link. */

import { mainMap } from "../map/main_map.js";
import { closestOf, construct, find, findDialog, findInput } from "../shell/dom.js";
import { abbreviationsOf } from "../shell/place_search.js";
import { indexOf, readCounties } from "./county_text.js";
import { currentParts, navigate } from "./navigation.js";
import { ownGroups, removeGroup, saveGroup } from "./own_groups.js";

const LONGEST_TEXT = 200_000;
const NAMED = 5;
const many = (count, words) => `${count.toLocaleString("en-US")} ${words}`;
const counted = (count) => (count === 1 ? "1 county" : many(count, "counties"));

/* `position` is that of the group being changed; -1 makes a new one. */
const state = { position: -1, found: [], index: null, indexed: null };

function read(text) {
  const { outlines } = mainMap.drawn();
  if (state.indexed !== outlines) {
    state.indexed = outlines;
    state.index = indexOf(outlines, abbreviationsOf(find("group-dialog")));
  }
  return readCounties(text, state.index);
}

function listed(words) {
  return (
    words.slice(0, NAMED).join(", ") +
    (words.length > NAMED ? ` and ${many(words.length - NAMED, "more")}` : "")
  );
}

function preview() {
  const { found, unknown, names } = read(findInput("group-counties").value);
  state.found = found;
  const parts = [`${counted(found.length)} found${found.length ? `: ${listed(names)}` : ""}.`];
  if (unknown.length) parts.push(`${many(unknown.length, "not recognized")}: ${listed(unknown)}.`);
  find("group-preview").textContent = parts.join(" ");
  find("group-problem").textContent = "";
}

/* Why what is written cannot be saved; empty where it can. */
function problem(name) {
  const most = limit("mostCounties");
  if (!name) return "Give the group a name.";
  if (!state.found.length) return "Name at least one county.";
  if (state.found.length > most)
    return `A group holds at most ${most} counties; this one has ${state.found.length.toLocaleString("en-US")}.`;
  if (target() >= limit("mostGroups"))
    return "The link holds no more groups; change or remove one of those above.";
  return "";
}

const groups = () => ownGroups(currentParts());

/* How much a link holds, as the server says it in the dialog. */
export const limit = (name) => Number(find("group-dialog").dataset[name]);

/* Puts a group into the link, at a position of its groups, and in focus. */
export function saveInLink(position, group) {
  const parts = currentParts();
  saveGroup(parts, position, group);
  navigate(parts);
}

function removeFromLink(position) {
  const parts = currentParts();
  removeGroup(parts, position);
  navigate(parts);
}
const target = () => (state.position < 0 ? groups().length : state.position);

function save() {
  const name = findInput("group-name").value.replace(/\p{C}/gu, "").replace(/\s+/g, " ").trim();
  preview();
  const why = problem(name);
  find("group-problem").textContent = why;
  if (why) {
    find(name ? "group-counties" : "group-name").focus();
    return;
  }
  const position = target();
  findDialog("group-dialog").close();
  saveInLink(position, { name, counties: state.found });
}

function field(words, input) {
  return construct("label", { className: "group-field" }, construct("span", { textContent: words }), input);
}

async function readFile(event) {
  const [file] = event.target.files;
  if (!file) return;
  const text = (await file.text()).slice(0, LONGEST_TEXT).replace(/^\ufeff/, "");
  const before = findInput("group-counties").value;
  findInput("group-counties").value = before ? `${before}\n${text}` : text;
  if (!findInput("group-name").value)
    findInput("group-name").value = file.name.replace(/\.\w+$/, "").slice(0, limit("longestName"));
  event.target.value = "";
  preview();
}

function makeForm() {
  const name = construct("input", {
    id: "group-name",
    type: "text",
    maxLength: limit("longestName"),
    autocomplete: "off",
  });
  const counties = construct("textarea", {
    id: "group-counties",
    rows: 6,
    spellcheck: false,
    placeholder: "39035\nHamilton County, OH",
  });
  const file = construct("input", {
    id: "group-file",
    type: "file",
    accept: ".csv,.txt,text/csv,text/plain",
  });
  const button = construct("button", {
    id: "group-save",
    type: "button",
    className: "quiet",
    textContent: "Save and show",
  });
  const told = construct("p", { id: "group-problem" });
  told.setAttribute("role", "alert");
  const seen = construct("p", { id: "group-preview" });
  seen.setAttribute("role", "status");
  find("group-form").append(
    construct("h3", { id: "group-form-title" }),
    field("Name", name),
    field("Counties: FIPS codes or names with their state, one a line or with commas between", counties),
    field("Or a CSV or text file, which is read here and not sent", file),
    seen,
    told,
    button,
  );
  counties.addEventListener("input", preview);
  file.addEventListener("change", readFile);
  name.addEventListener("keydown", (event) => {
    if (event.key === "Enter") save();
  });
  button.addEventListener("click", save);
}

function listGroups() {
  find("group-list").replaceChildren(
    ...groups().map((group, position) => {
      const change = construct("button", { type: "button", className: "quiet small", textContent: "Change" });
      const remove = construct("button", { type: "button", className: "quiet small", textContent: "Remove" });
      change.setAttribute("aria-label", `Change ${group.name}`);
      remove.setAttribute("aria-label", `Remove ${group.name}`);
      change.addEventListener("click", () => {
        fillForm(position, group);
        find("group-name").focus();
      });
      remove.addEventListener("click", () => {
        findDialog("group-dialog").close();
        removeFromLink(position);
      });
      return construct(
        "li",
        {},
        construct("span", { textContent: `${group.name} · ${counted(group.counties.length)}` }),
        change,
        remove,
      );
    }),
  );
}

function fillForm(position, { name, counties }) {
  state.position = position;
  find("group-form-title").textContent = position < 0 ? "New group" : `Change ${name}`;
  findInput("group-name").value = name;
  findInput("group-counties").value = counties.join("\n");
  if (counties.length) preview();
  else find("group-preview").textContent = "";
  find("group-problem").textContent = "";
}

/* Opens on a new group; one that does not fit as it is comes with why. */
export function open(group) {
  if (!find("group-name")) makeForm();
  listGroups();
  fillForm(-1, group || { name: "", counties: [] });
  findDialog("group-dialog").showModal();
  find("group-name").focus();
  if (group) find("group-problem").textContent = problem(group.name);
}

document.addEventListener("click", (event) => {
  const button = closestOf(event, "button");
  if (!button) return;
  if (button.id === "own-groups" && mainMap.drawn()) open();
  if (button.id === "group-close") findDialog("group-dialog").close();
});
