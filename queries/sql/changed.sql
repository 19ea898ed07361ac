-- What changed since the extract before, by source, indicator and kind of change.
SELECT
  source,
  indicator,
  change,
  sum(facts)::BIGINT AS facts,
  min(period_end) AS first_period_end,
  max(period_end) AS last_period_end,
  count(*) FILTER (WHERE after > before) AS rose,
  count(*) FILTER (WHERE after < before) AS fell,
  median(abs(after / before - 1)) FILTER (WHERE change = 'revised' AND before <> 0) * 100 AS median_percent
FROM changes
GROUP BY source, indicator, change
ORDER BY source, indicator, change
