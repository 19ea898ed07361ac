-- Values of every place of one kind in one period, reported and predicted.
SELECT place, value, numerator, denominator, status
FROM observations
WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind
  AND period_kind = $period_kind AND period_end = $period_end AND source = $source
  AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
ORDER BY place
