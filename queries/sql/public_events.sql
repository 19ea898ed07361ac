-- Dated events that everybody may see, newest first.
SELECT event, kind, place, start, "end", title, source
FROM events
WHERE edition = 'public'
ORDER BY start DESC, place, title
