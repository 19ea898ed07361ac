-- Periods published for one indicator and drug, by place kind, with where each comes from.
SELECT place_kind, period_end, source, basis, as_of
FROM coverage
WHERE indicator = $indicator AND drug = $drug
ORDER BY period_end
