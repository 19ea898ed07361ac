-- Reported and predicted values of each of several periods beside those of a year earlier. `years_before` holds
-- for each of `period_ends` the end of the period to compare with.
WITH pairs AS (
  SELECT unnest($period_ends) AS period_end, unnest($years_before) AS year_before
),
facts AS (
  SELECT place, period_end,
    any_value(value) FILTER (status <> 'predicted') AS value,
    any_value(numerator) FILTER (status <> 'predicted') AS numerator,
    any_value(denominator) FILTER (status <> 'predicted') AS denominator,
    any_value(status) FILTER (status <> 'predicted') AS status,
    any_value(value) FILTER (status = 'predicted') AS expected,
    any_value(contains(note, 'underreported')) FILTER (status <> 'predicted') AS flagged
  FROM observations
  WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind
    AND period_kind = $period_kind AND source = $source
    AND is_unstratified(sex, age, race_ethnicity, intent)
  GROUP BY place, period_end
),
beside AS (
  SELECT now.*, before.value AS value_before, before.status AS status_before,
    before.expected AS expected_before, before.flagged AS flagged_before
  FROM pairs
  JOIN facts AS now ON now.period_end = pairs.period_end
  LEFT JOIN facts AS before ON before.period_end = pairs.year_before AND before.place = now.place
  WHERE now.status IS NOT NULL
)
SELECT place, period_end, value, numerator, denominator, status, expected, value_before, status_before,
  expected_before, coalesce(flagged, false) AS flagged, coalesce(flagged_before, false) AS flagged_before
FROM beside
ORDER BY period_end, place
