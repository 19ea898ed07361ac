-- What is published of each indicator.
SELECT
  indicator,
  list(DISTINCT period_kind) AS period_kinds,
  list(DISTINCT drug) AS drugs,
  list(DISTINCT place_kind) AS place_kinds,
  list(DISTINCT source) AS sources,
  list(DISTINCT broken_down_by) FILTER (broken_down_by <> '') AS broken_down_by,
  min(period_end) AS first_period_end,
  max(period_end) AS newest_period_end
FROM coverage
GROUP BY indicator
ORDER BY indicator
