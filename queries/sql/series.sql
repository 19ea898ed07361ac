-- Every period of one kind of one indicator and drug for some places, reported and predicted. Asked of
-- `series`, which is stored place by place.
SELECT place, period_end, value, numerator, denominator, status, note, basis, source, as_of
FROM series
WHERE indicator = $indicator AND drug = $drug AND place IN (SELECT unnest($places))
  AND period_kind = $period_kind
  AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
ORDER BY place, source, period_end, status
