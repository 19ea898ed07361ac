-- Counts of counties in some releases, in periods that were younger than so many months then. Periods whose newest
-- count is withheld are left out in every release, so that nothing is learned of what is not shown.
WITH held AS (
  SELECT place, period_end, as_of, value FROM observations
  WHERE indicator = $indicator AND drug = 'all' AND place_kind = 'county' AND period_kind = $period_kind
    AND source = $source AND is_unstratified(sex, age, race_ethnicity, intent)
  UNION ALL
  SELECT place, period_end, as_of, value FROM vintages
  WHERE indicator = $indicator AND drug = 'all' AND place_kind = 'county' AND period_kind = $period_kind
    AND source = $source AND is_unstratified(sex, age, race_ethnicity, intent)
)
SELECT place, period_end, as_of, value
FROM held
SEMI JOIN (SELECT place, period_end FROM held WHERE as_of = $newest AND value IS NOT NULL)
  USING (place, period_end)
WHERE value IS NOT NULL AND as_of >= $oldest AND period_end >= as_of - to_months($months)
ORDER BY place, period_end, as_of
