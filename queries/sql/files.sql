-- What became of each file read.
SELECT source, file, sheet, outcome, rows, observations, events, quarantined, set_aside, problem
FROM files
ORDER BY source, file, sheet
