-- Newest urban-rural class and overall vulnerability percentile of each county.
SELECT place,
  arg_max(value, period_end) FILTER (indicator = 'urban_rural') AS urban_rural,
  arg_max(value, period_end) FILTER (indicator = 'svi') AS svi
FROM observations
WHERE indicator IN ('urban_rural', 'svi') AND place_kind = 'county' AND value IS NOT NULL
  AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
GROUP BY place
ORDER BY place
