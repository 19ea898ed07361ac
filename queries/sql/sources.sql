-- Which sources are in the extract, of which day, on what schedule, and whether they are simulated.
SELECT source, agency, title, short, citation, schedule, page, caution, period_months, lag_days,
  as_of, through, observations, quarantined, simulated, as_of_stated
FROM sources
ORDER BY source
