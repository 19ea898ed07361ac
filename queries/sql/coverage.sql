-- Periods published for one indicator and drug, by place kind, with where each comes from.
SELECT place_kind, period_kind, period_start, period_end, source, basis, as_of, denominators
FROM coverage
WHERE indicator = $indicator AND drug = $drug AND broken_down_by = ''
ORDER BY period_end
