-- CBP areas that one source reports for.
SELECT DISTINCT place
FROM series
WHERE indicator = 'seized_weight' AND place_kind = 'cbp_area' AND source = $source
ORDER BY place
