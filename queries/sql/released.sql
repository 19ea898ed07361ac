-- Periods for which a place has a released figure, of every kind and source, newest and longest first. Asked of
-- `series`, which is stored place by place.
SELECT period_kind, period_start, period_end, source, value
FROM series
WHERE indicator = $indicator AND drug = $drug AND place = $place
  AND value IS NOT NULL AND status <> 'predicted'
  AND is_unstratified(sex, age, race_ethnicity, intent)
ORDER BY period_end DESC, period_start, source
