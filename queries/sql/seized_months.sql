-- Weight and events of one drug by month for the nation, a component or an area. Asked of `series`,
-- which is stored place by place.
SELECT
  period_end,
  sum(value) FILTER (WHERE indicator = 'seized_weight') AS weight,
  sum(value) FILTER (WHERE indicator = 'seized_events') AS events
FROM series
WHERE indicator IN ('seized_weight', 'seized_events') AND drug = $drug
  AND place = $place AND source = $source AND period_kind = 'month'
GROUP BY period_end
ORDER BY period_end
