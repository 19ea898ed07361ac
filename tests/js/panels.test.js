import assert from "node:assert/strict";
import test from "node:test";

import { NO_FIGURE } from "../../assets/js/map/card_lines.js";
import { marksOf } from "../../assets/js/panels/histogram.js";
import { axisOf, inside } from "../../assets/js/panels/ranking_axis.js";
import { lookOf, sideOf, tercileOf } from "../../assets/js/panels/terciles.js";

/** @param {number[]} numbers */
const vector = (numbers) => new Int32Array(numbers);
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
