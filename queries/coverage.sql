-- Periods published for one indicator and drug, by place kind.
SELECT place_kind, period_end, released, suppressed
FROM coverage
WHERE indicator = $indicator AND drug = $drug
ORDER BY period_end
