-- Values of each of several periods to compare with a year earlier, by the rule of map_changes.sql:
-- predicted with predicted where both exist, else reported with reported. `years_before` holds for each
-- of `period_ends` the end of the period to compare with.
WITH pairs AS (
  SELECT unnest($period_ends) AS period_end, unnest($years_before) AS year_before
),
facts AS (
  SELECT place, period_end,
    any_value(value) FILTER (status <> 'predicted') AS value,
    any_value(numerator) FILTER (status <> 'predicted') AS numerator,
    any_value(denominator) FILTER (status <> 'predicted') AS denominator,
    any_value(status) FILTER (status <> 'predicted') AS status,
    any_value(value) FILTER (status = 'predicted') AS expected
  FROM observations
  WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind
    AND period_kind = $period_kind AND source = $source
    AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
  GROUP BY place, period_end
),
beside AS (
  SELECT now.*, before.value AS value_before, before.status AS status_before,
    before.expected AS expected_before
  FROM pairs
  JOIN facts AS now ON now.period_end = pairs.period_end
  LEFT JOIN facts AS before ON before.period_end = pairs.year_before AND before.place = now.place
  WHERE now.status IS NOT NULL
)
SELECT place, period_end, value, numerator, denominator, status, status_before,
  CASE WHEN value IS NULL OR expected IS NULL OR expected_before IS NULL THEN value
    ELSE expected END AS compared,
  CASE WHEN value IS NULL OR expected IS NULL OR expected_before IS NULL THEN value_before
    ELSE expected_before END AS compared_before
FROM beside
ORDER BY period_end, place
