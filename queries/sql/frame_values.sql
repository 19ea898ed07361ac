-- Reported values of every place of one kind in each of several periods.
SELECT place, period_end, value, numerator, denominator, status
FROM observations
WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind
  AND period_kind = $period_kind AND source = $source AND list_contains($period_ends, period_end)
  AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
  AND status <> 'predicted'
ORDER BY period_end, place
