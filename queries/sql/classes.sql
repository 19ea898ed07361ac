-- Upper class edges of one map by one method, frozen across periods.
SELECT edges
FROM classes
WHERE indicator = $indicator AND drug = $drug AND place_kind = $place_kind
  AND period_kind = $period_kind AND source = $source AND measure = $measure
  AND method = $method
