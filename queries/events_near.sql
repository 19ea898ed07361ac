-- Dated events of some places that everybody may see and that touch a window of time, oldest first.
SELECT event, kind, place, start, "end", title, source
FROM events
WHERE edition = 'public' AND list_contains($places, place)
  AND start <= $last AND coalesce("end", start) >= $first
ORDER BY start, place, title
