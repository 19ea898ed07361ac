import assert from "node:assert/strict";
import test from "node:test";

import { boxOfPath, closer, holds, middleOf, overlap, within } from "../../assets/js/map/boxes.js";

const WHOLE = { x: 0, y: 0, width: 1000, height: 600 };

test("the box of a path holds all of its rings, which go on in steps", () => {
  assert.deepEqual(boxOfPath("M10 20l5 0 0 10-5 0zM100 200l-.5 1z"), {
    x: 10,
    y: 20,
    width: 90,
    height: 181,
  });
});

test("the middle, and what lies within", () => {
  const box = { x: 10, y: 20, width: 4, height: 6 };
  assert.deepEqual(middleOf(box), { x: 12, y: 23 });
  assert.equal(holds(box, { x: 14, y: 26 }), true);
  assert.equal(holds(box, { x: 14.1, y: 26 }), false);
});

test("boxes that touch do not overlap", () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  assert.equal(overlap(box, { x: 10, y: 0, width: 5, height: 5 }), false);
  assert.equal(overlap(box, { x: 9, y: 9, width: 5, height: 5 }), true);
});

test("a box moved over the edge is put back", () => {
  assert.deepEqual(within(WHOLE, { x: -50, y: 590, width: 100, height: 60 }), {
    x: 0,
    y: 540,
    width: 100,
    height: 60,
  });
});

test("zooming in keeps the point where it was", () => {
  assert.deepEqual(closer(WHOLE, WHOLE, 2, { x: 500, y: 300 }), { x: 250, y: 150, width: 500, height: 300 });
  assert.deepEqual(closer(WHOLE, WHOLE, 2, { x: 0, y: 0 }), { x: 0, y: 0, width: 500, height: 300 });
});

test("zooming ends at the whole and at a fortieth of it", () => {
  const small = { x: 100, y: 100, width: 500, height: 300 };
  assert.deepEqual(closer(WHOLE, small, 0.1, { x: 300, y: 300 }), WHOLE);
  assert.equal(closer(WHOLE, WHOLE, 1000, { x: 500, y: 300 }).width, 25);
});
