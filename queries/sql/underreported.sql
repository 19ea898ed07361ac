-- Places that the agency says report too little, in either of two periods.
SELECT DISTINCT place
FROM observations
WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind AND period_kind = $period_kind
  AND source = $source AND period_end IN ($period_end, $year_before)
  AND contains(note, 'underreported')
  AND is_unstratified(sex, age, race_ethnicity, intent)
ORDER BY place
