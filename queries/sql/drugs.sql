-- Drugs an indicator is published for, with the finest places each has.
SELECT drug, bool_or(place_kind = 'county') AS by_county
FROM coverage
WHERE indicator = $indicator AND broken_down_by = ''
GROUP BY drug
