import assert from "node:assert/strict";
import test from "node:test";

import * as query from "../../assets/js/explore/view_query.js";

/** @param {(parts: URLSearchParams) => void} change @param {string} before */
function after(change, before) {
  const parts = new URLSearchParams(before);
  change(parts);
  return query.searchOf(parts);
}

test("lists keep their separators in the address", () => {
  const parts = new URLSearchParams({ compare: "39035,39009", groups: "a:39001;b:39003" });
  assert.equal(query.searchOf(parts), "?compare=39035,39009&groups=a:39001;b:39003");
  assert.equal(query.searchOf(new URLSearchParams()), "");
});

test("the nation is chosen by no place at all", () => {
  assert.equal(
    after((parts) => query.choosePlace(parts, "US"), "place=39"),
    "",
  );
});

test("only a county keeps its peers", () => {
  const before = "place=39061&compare=peers,39035";
  assert.equal(
    after((parts) => query.choosePlace(parts, "39049"), before),
    "?place=39049&compare=peers,39035",
  );
  assert.equal(
    after((parts) => query.choosePlace(parts, "39"), before),
    "?place=39&compare=39035",
  );
});

test("a place compared twice is dropped, and a fifth takes the room of the first", () => {
  assert.equal(
    after((parts) => query.compare(parts, "21"), "compare=21,18"),
    "?compare=18",
  );
  assert.equal(
    after((parts) => query.compare(parts, "48"), "compare=39,21,18,12"),
    "?compare=21,18,12,48",
  );
});

test("another indicator forgets what belongs to the one before", () => {
  const before =
    "place=39&drug=heroin&measure=count&level=state&kind=year&source=x&period=2023&since=2022&classes=5,10";
  assert.equal(
    after((parts) => query.chooseIndicator(parts, "ed_visits"), before),
    "?place=39&indicator=ed_visits",
  );
  assert.equal(
    after((parts) => query.chooseIndicator(parts, "deaths"), "classes=jenks"),
    "?classes=jenks&indicator=deaths",
  );
});

test("own limits of the classes are forgotten with their unit", () => {
  assert.equal(
    after((parts) => query.chooseMeasure(parts, "count"), "classes=10,20"),
    "?measure=count",
  );
});

test("a kind of period and a period forget the range", () => {
  assert.equal(
    after((parts) => query.chooseKind(parts, "year"), "period=2023-12&since=2023-01&level=state"),
    "?kind=year",
  );
  assert.equal(
    after((parts) => query.choosePeriod(parts, "2022-06"), "period=2023-12&since=2023-01"),
    "?period=2022-06",
  );
});

test("a brush over one month is that month alone", () => {
  assert.equal(
    after((parts) => query.chooseRange(parts, "2023-01", "2023-06"), ""),
    "?period=2023-06&since=2023-01",
  );
  assert.equal(
    after((parts) => query.chooseRange(parts, "2023-06", "2023-06"), "since=2020-01"),
    "?period=2023-06",
  );
});

test("months before another cross the year", () => {
  assert.equal(query.monthsBefore("2024-03", 3), "2023-12");
  assert.equal(query.monthsBefore("2024-03", 2), "2024-01");
  assert.equal(query.monthsBefore("2024-12-31", 24), "2022-12");
});

test("twelve months are shown without a range", () => {
  assert.equal(
    after((parts) => query.chooseMonths(parts, "24", "2024-06"), ""),
    "?period=2024-06&since=2022-07",
  );
  assert.equal(
    after((parts) => query.chooseMonths(parts, "12", "2024-06"), "since=2022-07"),
    "?period=2024-06",
  );
});

test("an area pressed twice is left again", () => {
  assert.equal(
    after((parts) => query.toggleArea(parts, "El Paso"), ""),
    "?area=El+Paso",
  );
  assert.equal(
    after((parts) => query.toggleArea(parts, "El Paso"), "area=El+Paso"),
    "",
  );
  assert.equal(
    after((parts) => query.chooseArea(parts, "all"), "area=El+Paso"),
    "",
  );
  assert.equal(
    after((parts) => query.chooseAreas(parts, "sectors"), "area=El+Paso"),
    "?areas=sectors",
  );
});

test("the period nearest to a point is the newest that has ended by then", () => {
  const months = ["2024-03", "2024-02", "2024-01"];
  assert.equal(query.nearestPeriod(months, "2024-02-15", "12 months ending"), "2024-02");
  assert.equal(query.nearestPeriod(months, "2030-01", "month"), "2024-03");
  assert.equal(query.nearestPeriod(months, "2000-01", "month"), "2024-01");
  assert.equal(query.nearestPeriod(["2023-12-31", "2022-12-31"], "2023-01-01", "year"), "2023-12-31");
});
