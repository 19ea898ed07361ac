-- Which sources are in the extract, of which day, and whether they are simulated.
SELECT source, as_of, through, observations, simulated, as_of_stated
FROM sources
ORDER BY source
