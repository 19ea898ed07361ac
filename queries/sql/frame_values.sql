-- Values of every place of one kind in each of several periods, reported and predicted.
SELECT place, period_end, value, numerator, denominator, status,
  coalesce(contains(note, 'underreported'), false) AS flagged
FROM observations
WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind
  AND period_kind = $period_kind AND source = $source AND list_contains($period_ends, period_end)
  AND is_unstratified(sex, age, race_ethnicity, intent)
ORDER BY period_end, place
