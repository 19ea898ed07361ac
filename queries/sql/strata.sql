-- Of which places and kinds of period an indicator and drug are published by stratum.
SELECT DISTINCT place_kind, period_kind, broken_down_by
FROM coverage
WHERE indicator = $indicator AND drug = $drug AND broken_down_by <> ''
ORDER BY place_kind, period_kind, broken_down_by
