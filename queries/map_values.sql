-- Reported values of every place of one kind in one period, beside those of a year earlier.
SELECT
  now.place, now.value, now.numerator, now.denominator, now.status, now.note,
  before.value AS value_before, before.status AS status_before,
  now.basis, now.source, now.as_of
FROM observations AS now
LEFT JOIN observations AS before
  ON before.indicator = $indicator AND before.drug = $drug AND before.place_kind = $place_kind
  AND before.period_end = $year_before AND before.place = now.place
  AND before.source = now.source AND before.status <> 'predicted'
WHERE now.indicator = $indicator AND now.drug = $drug AND now.place_kind = $place_kind
  AND now.period_end = $period_end AND now.status <> 'predicted'
ORDER BY now.place
