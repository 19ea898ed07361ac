-- The values revised most of each source and indicator, since the extract before.
SELECT source, indicator, drug, place, period_kind, period_end, predicted, before, after
FROM changes
WHERE change = 'revised'
QUALIFY row_number() OVER (PARTITION BY source, indicator ORDER BY abs(after - before) DESC, place) <= $most
ORDER BY source, indicator, abs(after - before) DESC, place
