-- Where the facts that match stand, by source: positions count the rows of `observations` and, from $past
-- on, those of `vintages`. Without $as_of what holds now; with it what held on that day, by the rule of
-- model/vintages.py: the newest vintage up to it, unless a newer whole release no longer lists the fact.
WITH known AS NOT MATERIALIZED (
  SELECT *, file_row_number AS position FROM observations
  WHERE indicator = $indicator AND as_of <= $as_of::DATE
  UNION ALL
  SELECT *, file_row_number + $past AS position FROM vintages
  WHERE indicator = $indicator AND as_of <= $as_of::DATE
),
releases AS (
  SELECT source, place_kind, period_kind, period_start, period_end, as_of, count(*) AS size
  FROM known
  WHERE list_contains($whole_sources, source) AND status <> 'predicted'
  GROUP BY ALL
),
compared AS (
  SELECT *, max(size) OVER (
    PARTITION BY source, place_kind, period_kind, period_start, period_end ORDER BY as_of
  ) AS largest
  FROM releases
),
whole AS (
  SELECT source, place_kind, period_kind, period_start, period_end, max(as_of) AS released
  FROM compared
  WHERE size >= $whole_share * largest
  GROUP BY ALL
),
newest AS (
  SELECT *
  FROM known
  QUALIFY row_number() OVER (
    PARTITION BY source, drug, place_kind, place, basis, period_kind, period_start, period_end,
      sex, age, race_ethnicity, intent, status = 'predicted'
    ORDER BY as_of DESC
  ) = 1
),
held AS (
  SELECT *, file_row_number AS position FROM observations
  WHERE indicator = $indicator AND $as_of::DATE IS NULL
  UNION ALL BY NAME
  SELECT newest.*
  FROM newest
  LEFT JOIN whole USING (source, place_kind, period_kind, period_start, period_end)
  WHERE released IS NULL OR newest.as_of >= released
)
SELECT source, max(as_of) AS as_of, list(position) AS positions
FROM held
WHERE ($drug::VARCHAR IS NULL OR drug = $drug)
  AND ($level::VARCHAR IS NULL OR place_kind = $level)
  AND ($kind::VARCHAR IS NULL OR period_kind = $kind)
  AND ($source::VARCHAR IS NULL OR source = $source)
  AND ($places::VARCHAR[] IS NULL OR list_contains($places, place))
  AND ($first::DATE IS NULL OR period_end >= $first)
  AND ($last::DATE IS NULL OR period_end <= $last)
  AND ($sex::VARCHAR IS NULL OR sex = $sex)
  AND ($age::VARCHAR IS NULL OR age = $age)
  AND ($race_ethnicity::VARCHAR IS NULL OR race_ethnicity = $race_ethnicity)
  AND ($intent::VARCHAR IS NULL OR intent = $intent)
  AND ($status::VARCHAR IS NULL OR status = $status)
GROUP BY source
ORDER BY source
