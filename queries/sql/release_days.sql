-- Days of the releases of a source that are held, oldest first.
SELECT DISTINCT as_of
FROM (
  SELECT as_of FROM observations WHERE indicator = $indicator AND place_kind = 'county' AND source = $source
  UNION ALL
  SELECT as_of FROM vintages WHERE indicator = $indicator AND place_kind = 'county' AND source = $source
)
ORDER BY as_of
