-- What was checked across figures, and how it came out.
SELECT "check", source, indicator, examined, failed, example
FROM checks
ORDER BY failed > 0 DESC, source, indicator, "check"
