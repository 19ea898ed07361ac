import assert from "node:assert/strict";
import test from "node:test";

import { NO_FIGURE, fill, linesOf, written } from "../../assets/js/map/card_lines.js";
import { limitsOf } from "../../assets/js/map/class_limits.js";
import { NO_CLASS, decode, faintness, look, looksOf } from "../../assets/js/map/values.js";

const PALETTE = { colors: ["c0", "c1"], unclassed: "unclassed" };
const base64 = (array) => Buffer.from(array.buffer).toString("base64");

test("numbers are written as on every panel", () => {
  assert.equal(written(123456, 1), "12,345.6");
  assert.equal(written(-50, 1), "−5.0");
  assert.equal(fill("{shown} ({sign})", { shown: "5", sign: "+" }), "5 (+)");
});

test("vectors are decoded from base64", () => {
  const sent = Object.fromEntries(
    ["shown", "lower", "upper", "count", "rank", "rank_lower", "rank_upper"].map((name) => [
      name,
      base64(new Int32Array([7, NO_FIGURE])),
    ]),
  );
  const small = Object.fromEntries(
    ["classes", "statuses", "reasons"].map((name) => [name, base64(new Uint8Array([1, 255]))]),
  );
  const values = decode({ ...PALETTE, level: "state", ...sent, ...small });
  assert.deepEqual([...values.shown], [7, NO_FIGURE]);
  assert.deepEqual([...values.classes], [1, 255]);
});

test("a look is the class and the status of a shape", () => {
  assert.equal(look("reported", 1, PALETTE), "c1|reported");
  assert.equal(look("unreliable", 0, PALETTE, " faint1"), "unreliable c0 faint1|unreliable");
  assert.equal(look("reported", NO_CLASS, PALETTE), "unclassed|reported");
  assert.equal(look("suppressed", null, PALETTE), "absent suppressed|suppressed");
});

test("the wider the interval, the fainter", () => {
  const values = {
    fade: [50, 100],
    shown: new Int32Array([100, 100, 100, 0]),
    lower: new Int32Array([90, 60, 0, 0]),
    upper: new Int32Array([110, 120, 150, 9]),
  };
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => faintness(values, index)),
    [" faint0", " faint1", " faint2", ""],
  );
  assert.equal(faintness({ ...values, fade: undefined }, 0), "");
});

test("a byte of a frame stands for a status and a class", () => {
  const header = {
    ...PALETTE,
    status_ids: ["reported", "suppressed"],
    step: 4,
    unclassed_code: 2,
    no_figure_code: 3,
  };
  assert.deepEqual(looksOf(header), [
    "c0|reported",
    "c1|reported",
    "unclassed|reported",
    "absent reported|reported",
    "c0|suppressed",
    "c1|suppressed",
    "unclassed|suppressed",
    "absent suppressed|suppressed",
  ]);
});

const CARD = {
  ...PALETTE,
  status_ids: ["reported", "suppressed"],
  reason_words: ["", "held back by the agency"],
  words: {
    statuses: { reported: "reported", suppressed: "suppressed" },
    shown: "{sign}{shown} per 100,000",
    interval: "{lower} to {upper}",
    count: "{count} deaths",
    rank: "rank {rank}",
    rank_interval: "{lower} to {upper}",
  },
  decimals: 1,
  statuses: new Uint8Array([0, 1, 1]),
  reasons: new Uint8Array([0, 0, 1]),
  shown: new Int32Array([125, NO_FIGURE, NO_FIGURE]),
  lower: new Int32Array([100, NO_FIGURE, NO_FIGURE]),
  upper: new Int32Array([150, NO_FIGURE, NO_FIGURE]),
  count: new Int32Array([1234, NO_FIGURE, NO_FIGURE]),
  rank: new Int32Array([3, 0, 0]),
  rank_lower: new Int32Array([2, 0, 0]),
  rank_upper: new Int32Array([7, 0, 0]),
  most: new Int32Array([88, 99]),
  most_words: "at most {most}",
};

test("a card says the figure, its interval, count, status and rank", () => {
  assert.deepEqual(linesOf(CARD, 0), [
    ["figure", "+12.5 per 100,000"],
    ["small", "10.0 to 15.0"],
    ["small", "1,234 deaths"],
    ["small", "reported"],
    ["small", "rank 3"],
    ["small", "2 to 7"],
  ]);
});

test("a card of a withheld figure says why, and how high it could be at most", () => {
  assert.deepEqual(linesOf(CARD, 1), [
    ["status", "suppressed"],
    ["small", "at most 8.8"],
  ]);
  assert.deepEqual(linesOf(CARD, 2), [
    ["status", "held back by the agency"],
    ["small", "at most 9.9"],
  ]);
});

test("own limits ascend, and are at most four numbers", () => {
  assert.equal(limitsOf("5, 10; 20.5"), "5,10,20.5");
  for (const text of ["", "10,5", "5,5", "1 2 3 4 5", "x", "1.234", "-1"]) assert.equal(limitsOf(text), null);
});
