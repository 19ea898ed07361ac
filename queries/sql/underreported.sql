-- Places that the agency says report too little, in either of two periods.
SELECT DISTINCT place
FROM observations
WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind AND period_kind = $period_kind
  AND source = $source AND period_end IN ($period_end, $year_before)
  AND contains(note, 'underreported')
  AND sex = 'all' AND age = 'all' AND race_ethnicity = 'all' AND intent = 'all'
ORDER BY place
