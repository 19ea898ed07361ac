-- Everything an extract says of its sources.
SELECT *
FROM sources
ORDER BY source
