-- Every period of one indicator and drug for some places, reported and predicted. Asked of `series`,
-- which is stored place by place.
SELECT place, period_end, value, numerator, denominator, status, note, basis, source, as_of
FROM series
WHERE indicator = $indicator AND drug = $drug AND list_contains($places, place)
  AND source <> 'cbp_air_marine'
ORDER BY place, period_end, status
