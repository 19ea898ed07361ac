-- Every period of one indicator and drug for a few places, reported and predicted, each beside the
-- value of the same kind a year earlier.
WITH own AS (
  SELECT place, period_end, value, numerator, denominator, status, basis, source, as_of,
    status = 'predicted' AS modelled
  FROM observations
  WHERE indicator = $indicator AND drug = $drug AND list_contains($places, place)
    AND source <> 'cbp_air_marine'
)
SELECT own.*, own.value AS compared, before.value AS compared_before, before.status AS status_before
FROM own
LEFT JOIN own AS before
  ON before.place = own.place AND before.source = own.source AND before.modelled = own.modelled
  AND before.period_end = last_day(own.period_end - INTERVAL 1 YEAR)
ORDER BY own.place, own.period_end
