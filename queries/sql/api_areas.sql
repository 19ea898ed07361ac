-- Components and areas of responsibility that CBP's figures are given for.
SELECT DISTINCT place_kind, place
FROM observations
WHERE place_kind IN ('cbp_component', 'cbp_area')
ORDER BY place_kind DESC, place
