import assert from "node:assert/strict";
import test from "node:test";

import { indexOf, readCounties } from "../../assets/js/explore/county_text.js";
import { ownGroups, removeGroup, saveGroup, writeGroups } from "../../assets/js/explore/own_groups.js";
import { viewAddress } from "../../assets/js/explore/view_query.js";
import { figuresOf } from "../../assets/js/shell/http.js";
import {
  NATION_ENTRY,
  countyEntry,
  groupEntry,
  matchesOf,
  stateEntry,
} from "../../assets/js/shell/place_names.js";

const OUTLINES = {
  state: { place: ["35", "39", "08"], name: ["New Mexico", "Ohio", "Colorado"] },
  county: {
    place: ["35013", "39061", "39035", "08059", "39091"],
    name: ["Doña Ana County", "Hamilton County", "Cuyahoga County", "Jefferson County", "Logan County"],
  },
};
const ABBREVIATIONS = { 35: "NM", 39: "OH", "08": "CO" };
const INDEX = indexOf(OUTLINES, ABBREVIATIONS);

test("counties are read from codes, with or without their leading zero", () => {
  assert.deepEqual(readCounties("39061\n8059, 99999", INDEX), {
    found: ["39061", "08059"],
    unknown: ["99999"],
    names: ["Hamilton County, OH", "Jefferson County, CO"],
  });
});

test("counties are read from names, alone or before their state", () => {
  const { found, unknown } = readCounties(
    "dona ana, Cuyahoga County, Ohio; Hamilton, OH\nNowhere, CO",
    INDEX,
  );
  assert.deepEqual(found, ["35013", "39035", "39061"]);
  assert.deepEqual(unknown, ["Nowhere, CO"]);
});

test("the heading of a table and its other cells are nothing unknown", () => {
  assert.deepEqual(readCounties("GEOID\tName\n39061\tHamilton County\r\n", INDEX).unknown, []);
});

test("own groups are read from the link and written to it again", () => {
  const parts = new URLSearchParams({ groups: "North%3A 1:39035.39061;b:39001" });
  const groups = [
    { name: "North: 1", counties: ["39035", "39061"] },
    { name: "b", counties: ["39001"] },
  ];
  assert.deepEqual(ownGroups(parts), groups);
  writeGroups(parts, groups);
  assert.equal(parts.get("groups"), "North%3A 1:39035.39061;b:39001");
});

test("a group saved is in focus, and those after one removed move up", () => {
  const parts = new URLSearchParams("groups=a:39001;b:39003;c:39005&place=own-3&compare=own-1,own-2");
  removeGroup(parts, 1);
  assert.equal(parts.get("groups"), "a:39001;c:39005");
  assert.equal(parts.get("place"), "own-2");
  assert.equal(parts.get("compare"), "own-1");
  saveGroup(parts, 2, { name: "d", counties: ["39007"] });
  assert.equal(parts.get("groups"), "a:39001;c:39005;d:39007");
  assert.equal(parts.get("place"), "own-3");
});

test("places are found by the beginning of their name, then of a word, then by all words", () => {
  const entries = [
    NATION_ENTRY,
    stateEntry("39", "Ohio", "OH"),
    groupEntry("own-1", "Ohio valley"),
    countyEntry("39061", "Hamilton County", "OH", "Ohio"),
    countyEntry("35013", "Doña Ana County", "NM", "New Mexico"),
  ];
  const found = (text) => matchesOf(text, entries).map(({ place }) => place);
  assert.deepEqual(found("ohio"), ["39", "own-1", "39061"]);
  assert.deepEqual(found("DONA a"), ["35013"]);
  assert.deepEqual(found("county oh"), ["39061"]);
  assert.deepEqual(found("usa"), ["US"]);
  assert.deepEqual(found(" "), []);
});

test("a view's address ends in what the page shows", () => {
  assert.equal(viewAddress("?place=39", {}), "/view?place=39&shown=");
  assert.equal(viewAddress("", { map: "ab1", trend: "cd2" }), "/view?&shown=map:ab1,trend:cd2");
});

test("the figures of an older extract are named behind the hash", () => {
  assert.equal(figuresOf("#figures=20260101T000000-ab"), "20260101T000000-ab");
  assert.equal(figuresOf("#figures=../x"), "");
  assert.equal(figuresOf("#present"), "");
});
