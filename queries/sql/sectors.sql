-- Every period of several indicators, each for one drug, for some places. Asked of `series`, which is stored
-- place by place.
WITH wanted AS (
  SELECT unnest($indicators) AS indicator, unnest($drugs) AS drug
)
SELECT place, indicator, drug, period_kind, period_start, period_end, value, numerator, denominator, status,
  note, basis, source, as_of
FROM series
JOIN wanted USING (indicator, drug)
WHERE list_contains($places, place)
  AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
ORDER BY place, indicator, period_kind, source, period_end, status
