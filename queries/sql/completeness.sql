-- Percent of records received and pending in the newest period, where the agency gives it: of the nation,
-- else the middle of its places.
WITH newest AS (
  SELECT source, indicator, max(period_end) AS period_end
  FROM coverage
  WHERE indicator IN ('records_pending', 'records_complete')
  GROUP BY ALL
)
SELECT
  source,
  indicator,
  any_value(value) FILTER (WHERE place_kind = 'nation') AS nation,
  median(value) AS middle,
  max(value) AS most
FROM observations
JOIN newest USING (source, indicator, period_end)
GROUP BY source, indicator
ORDER BY source, indicator
