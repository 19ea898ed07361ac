-- One indicator and drug of one place and period by stratum. Asked of `series`, which is stored place by place.
SELECT sex, age, race_ethnicity, intent, value, numerator, denominator, status, note, basis, source, as_of
FROM series
WHERE indicator = $indicator AND drug = $drug AND place = $place
  AND period_kind = $period_kind AND period_end = $period_end
  AND NOT (sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all')
  AND status <> 'predicted'
ORDER BY source, sex, age, race_ethnicity, intent
