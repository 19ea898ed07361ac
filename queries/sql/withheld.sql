-- Figures of the newest period by source and state, and how many of them are suppressed, withheld to
-- protect those, or otherwise absent.
WITH newest AS (
  SELECT source, indicator, place_kind, period_kind, max(period_end) AS period_end
  FROM coverage
  WHERE place_kind IN ('county', 'state') AND broken_down_by = ''
  GROUP BY ALL
)
SELECT
  source,
  left(place, 2) AS state,
  count(*) AS figures,
  count(*) FILTER (WHERE status IN ('suppressed', 'withheld')) AS suppressed,
  count(*) FILTER (WHERE value IS NULL AND status NOT IN ('suppressed', 'withheld')) AS absent
FROM observations
JOIN newest USING (source, indicator, place_kind, period_kind, period_end)
WHERE status <> 'predicted'
  AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
GROUP BY source, left(place, 2)
ORDER BY source, state
