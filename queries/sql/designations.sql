-- Counties announced as designated to a HIDTA; the title ends with its name, as printed.
SELECT place, title
FROM events
WHERE kind = 'hidta designation' AND edition = 'public'
ORDER BY start DESC, title, place
