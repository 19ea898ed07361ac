-- Observations at some positions, as api_matching.sql counts them.
SELECT * EXCLUDE (file_row_number, position)
FROM (
  SELECT *, file_row_number AS position FROM observations
  WHERE file_row_number BETWEEN $first AND $last
  UNION ALL
  SELECT *, file_row_number + $past AS position FROM vintages
  WHERE file_row_number BETWEEN $first - $past AND $last - $past
)
WHERE position IN (SELECT unnest($positions::BIGINT[]))
ORDER BY position
