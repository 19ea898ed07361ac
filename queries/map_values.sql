-- Reported values of every place of one kind in one period. A change on a year earlier compares
-- predicted with predicted values where both exist, because late records make a reported fall look
-- larger than it is; else reported with reported ones.
WITH wanted AS (
  SELECT place, period_end, value, numerator, denominator, status, basis, source, as_of,
    status = 'predicted' AS modelled
  FROM observations
  WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind
    AND period_end IN ($period_end, $year_before)
),
reported AS (SELECT * FROM wanted WHERE period_end = $period_end AND NOT modelled)
SELECT
  reported.place, reported.value, reported.numerator, reported.denominator, reported.status,
  reported.basis, reported.source, reported.as_of,
  before.status AS status_before,
  CASE WHEN expected_before.value IS NULL THEN reported.value
    WHEN reported.value IS NULL THEN NULL
    ELSE coalesce(expected.value, reported.value) END AS compared,
  CASE WHEN expected.value IS NULL THEN before.value
    ELSE coalesce(expected_before.value, before.value) END AS compared_before
FROM reported
LEFT JOIN wanted AS before
  ON before.place = reported.place AND before.source = reported.source
  AND before.period_end = $year_before AND NOT before.modelled
LEFT JOIN wanted AS expected
  ON expected.place = reported.place AND expected.source = reported.source
  AND expected.period_end = $period_end AND expected.modelled
LEFT JOIN wanted AS expected_before
  ON expected_before.place = reported.place AND expected_before.source = reported.source
  AND expected_before.period_end = $year_before AND expected_before.modelled
ORDER BY reported.place
