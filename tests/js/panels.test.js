import assert from "node:assert/strict";
import test from "node:test";

import { NO_FIGURE } from "../../assets/js/map/card_lines.js";
import { columnsOf, marksOf, medianOf, rangeOf } from "../../assets/js/panels/histogram.js";
import { axisOf, inside, listOf } from "../../assets/js/panels/ranking_rules.js";
import { lookOf, sideOf, tercileOf } from "../../assets/js/panels/terciles.js";

/** @param {number[]} numbers */
const vector = (numbers) => new Int32Array(numbers);
const codes = (rows) => rows.map(({ code }) => code);

/* Twelve places, the first of rank 1 with 120 and the last of rank 12 with 0. */
const places = Array.from({ length: 12 }, (_, index) => ({
  code: `39${index}`,
  index,
  shown: (11 - index) * 10,
}));
const values = {
  rank: vector(places.map((_, index) => index + 1)),
  lower: vector(places.map(({ shown }) => shown - 50)),
  upper: vector(places.map(({ shown }) => shown - 30)),
};

test("the highest are the ten of the best rank", () => {
  assert.deepEqual(codes(listOf("highest", values, places, false, "")), codes(places).slice(0, 10));
});

test("only clear rises are listed among the highest changes, and clear falls among the lowest", () => {
  assert.deepEqual(codes(listOf("highest", values, places, true, "")), [
    "390",
    "391",
    "392",
    "393",
    "394",
    "395",
  ]);
  assert.deepEqual(codes(listOf("lowest", values, places, true, "")), ["3911", "3910", "399"]);
});

test("zeros are not listed as the lowest", () => {
  assert.deepEqual(codes(listOf("lowest", values, places, false, "")).slice(0, 2), ["3910", "399"]);
});

test("around a place are five above it and four below, and ten at the ends as well", () => {
  assert.deepEqual(codes(listOf("around", values, places, false, "396")), codes(places).slice(1, 11));
  assert.deepEqual(codes(listOf("around", values, places, false, "390")), codes(places).slice(0, 10));
  assert.deepEqual(codes(listOf("around", values, places, false, "3911")), codes(places).slice(2));
  assert.deepEqual(listOf("around", values, places, false, "48"), []);
});

test("places of one state, or all of them", () => {
  const two = [{ code: "39001" }, { code: "21001" }];
  assert.deepEqual(inside(two, ["39"]), [two[0]]);
  assert.deepEqual(inside(two, []), two);
});

test("the axis holds zero and the intervals, but cuts those far beyond the figures", () => {
  const intervals = { lower: vector([50, NO_FIGURE]), upper: vector([150, NO_FIGURE]) };
  const rows = [
    { code: "a", index: 0, shown: 100 },
    { code: "b", index: 1, shown: -20 },
  ];
  assert.deepEqual(axisOf(intervals, rows), { low: -20, high: 150 });
  assert.deepEqual(axisOf({ lower: vector([1]), upper: vector([999]) }, rows.slice(0, 1)), {
    low: 0,
    high: 160,
  });
});

test("the range of a histogram leaves the highest hundredth out", () => {
  const ordered = Array.from({ length: 101 }, (_, index) => index * 10);
  assert.deepEqual(rangeOf(ordered, false), { low: 0, high: 990 });
  assert.deepEqual(rangeOf(ordered, true), { low: 10, high: 990 });
  assert.deepEqual(rangeOf([7, 7], false), { low: 0, high: 7 });
  assert.deepEqual(rangeOf([7, 7], true), { low: 7, high: 8 });
});

test("columns count the places of each class, and no zeros where figures cannot fall", () => {
  const shown = { classes: new Uint8Array([0, 1, 1, 4]), diverging: false };
  const ranked = [0, 1, 1, 400].map((number, index) => ({ index, shown: number }));
  const columns = columnsOf(shown, ranked, { low: 0, high: 400 });
  assert.equal(columns.length, 40);
  assert.deepEqual([...columns[0]], [[1, 2]]);
  assert.deepEqual([...columns[39]], [[4, 1]]);
  assert.deepEqual(
    [...columnsOf({ ...shown, diverging: true }, ranked, { low: 0, high: 400 })[0]],
    [
      [0, 1],
      [1, 2],
    ],
  );
});

test("labels that would lie on each other stand on lines of their own", () => {
  const marks = marksOf(
    [
      { text: "Median 50", shown: 50, kind: "median" },
      { text: "Ohio", shown: 51, kind: "focus" },
      { text: "Utah", shown: 99, kind: "compared" },
    ],
    { low: 0, high: 100 },
  );
  assert.deepEqual(
    marks.map(({ text, line, align }) => [text, line, align]),
    [
      ["Median 50", 0, "middle"],
      ["Ohio", 1, "middle"],
      ["Utah", 0, "end"],
    ],
  );
});

test("the median of an even number lies between the two in the middle", () => {
  assert.equal(medianOf([1, 3, 9]), 3);
  assert.equal(medianOf([1, 3, 6, 9]), 5);
});

test("a tercile is how many limits a value exceeds", () => {
  assert.deepEqual(
    [10, 10.5, 20, 21].map((value) => tercileOf(value, [10, 20])),
    [0, 1, 1, 2],
  );
});

test("two figures in one map: their terciles, or why one has none", () => {
  const map = {
    status_ids: ["reported", "suppressed"],
    statuses: new Uint8Array([0, 1]),
    shown: vector([15, NO_FIGURE]),
  };
  const limits = [10, 20];
  assert.deepEqual(sideOf(map, 0, limits), { status: "reported", tercile: 1 });
  assert.deepEqual(sideOf(map, 1, limits), { status: "suppressed", tercile: null });
  assert.deepEqual(sideOf(map, undefined, limits), { status: "missing", tercile: null });
  assert.equal(
    lookOf({ status: "reported", tercile: 1 }, { status: "reported", tercile: 2 }),
    "b12|reported",
  );
  assert.equal(
    lookOf({ status: "unreliable", tercile: 0 }, { status: "reported", tercile: 2 }),
    "unreliable b02|unreliable",
  );
  assert.equal(
    lookOf({ status: "reported", tercile: 1 }, { status: "suppressed", tercile: null }),
    "absent suppressed|suppressed",
  );
});
