-- Weight and events of one drug by area and month.
SELECT
  place,
  period_end,
  sum(value) FILTER (WHERE indicator = 'seized_weight') AS weight,
  sum(value) FILTER (WHERE indicator = 'seized_events') AS events
FROM observations
WHERE indicator IN ('seized_weight', 'seized_events') AND drug = $drug
  AND place_kind = 'cbp_area' AND source = $source AND period_kind = 'month'
GROUP BY place, period_end
ORDER BY place, period_end
