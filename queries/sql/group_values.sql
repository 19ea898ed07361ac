-- Released values of some counties in every period of one kind. Asked of `series`, which is stored place
-- by place.
SELECT place, period_end, value, numerator, denominator, status, basis, source, as_of
FROM series
WHERE indicator = $indicator AND drug = $drug AND place_kind = 'county'
  AND place IN (SELECT unnest($counties::VARCHAR[]))
  AND period_kind = $period_kind AND source = $source
  AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
  AND status <> 'predicted' AND value IS NOT NULL
ORDER BY period_end, place
