-- Values to compare with a year earlier, of every place of one kind. Predicted is compared with
-- predicted where both exist, because late records make a reported fall look larger than it is; else
-- reported with reported.
WITH wanted AS (
  SELECT place, source, value, numerator, denominator, status,
    period_end = $period_end AS now, status = 'predicted' AS modelled
  FROM observations
  WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind
    AND period_kind = $period_kind AND period_end IN ($period_end, $year_before) AND source = $source
    AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
),
beside AS (
  SELECT place, source,
    any_value(value) FILTER (now AND NOT modelled) AS value,
    any_value(numerator) FILTER (now AND NOT modelled) AS numerator,
    any_value(denominator) FILTER (now AND NOT modelled) AS denominator,
    any_value(status) FILTER (now AND NOT modelled) AS status,
    any_value(value) FILTER (NOT now AND NOT modelled) AS value_before,
    any_value(status) FILTER (NOT now AND NOT modelled) AS status_before,
    any_value(value) FILTER (now AND modelled) AS expected,
    any_value(value) FILTER (NOT now AND modelled) AS expected_before
  FROM wanted
  GROUP BY place, source
)
SELECT place, value, numerator, denominator, status, status_before,
  CASE WHEN value IS NULL OR expected IS NULL OR expected_before IS NULL THEN value
    ELSE expected END AS compared,
  CASE WHEN value IS NULL OR expected IS NULL OR expected_before IS NULL THEN value_before
    ELSE expected_before END AS compared_before
FROM beside
WHERE status IS NOT NULL
ORDER BY place
