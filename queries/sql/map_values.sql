-- Values of every place of one kind in one period, reported and predicted.
SELECT place, value, numerator, denominator, status,
  coalesce(contains(note, 'underreported'), false) AS flagged
FROM observations
WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind
  AND period_kind = $period_kind AND period_end = $period_end AND source = $source
  AND is_unstratified(sex, age, race_ethnicity, intent)
ORDER BY place
