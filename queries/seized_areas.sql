-- Areas in which a drug was seized within a range of months, heaviest first.
SELECT
  place,
  sum(value) FILTER (WHERE indicator = 'seized_weight') AS weight,
  sum(value) FILTER (WHERE indicator = 'seized_events') AS events
FROM observations
WHERE indicator IN ('seized_weight', 'seized_events') AND drug = $drug
  AND place_kind = 'cbp_area' AND source = $source
  AND period_end BETWEEN $first AND $last
GROUP BY place
ORDER BY weight DESC, events DESC, place
LIMIT $most
