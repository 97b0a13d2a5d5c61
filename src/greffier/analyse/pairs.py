"""Country pairs: how much passes between two states, and in what tone."""

from __future__ import annotations

from typing import NamedTuple

from greffier.store.record import Record

# Both countries of an event, in alphabetical order: actor against recipient, or two sides of a mutual act.
PAIRS_SQL = """
    SELECT DISTINCT e.event_id, least(a.country, b.country) AS a, greatest(a.country, b.country) AS b
    FROM events e
    JOIN event_sides a ON a.event_id = e.event_id AND a.role = 'actor'
    JOIN event_sides b ON b.event_id = e.event_id
         AND (b.role = 'recipient' OR (b.role = 'actor' AND b.position > a.position))
    WHERE a.country IS NOT NULL AND b.country IS NOT NULL AND a.country <> b.country
"""


class Pair(NamedTuple):
    """Two countries: events in all, of conflict, of cooperation, only claimed, and the mean PLOVER score (-10 to 10)."""

    a: str
    b: str
    events: int
    conflict: int
    cooperation: int
    claimed: int
    score: float


def country_pairs(record: Record, limit: int = 50) -> list[Pair]:
    """The pairs with most events. What did not happen (negated) or may (hypothetical) is left out."""
    return [
        Pair(*row)
        for row in record.rows(
            f"""
            WITH pairs AS ({PAIRS_SQL})
            SELECT a, b, count(*), count(*) FILTER (quad >= 3), count(*) FILTER (quad <= 2),
                   count(*) FILTER (modality = 'reported'), avg(goldstein)
            FROM pairs JOIN events USING (event_id) WHERE modality NOT IN ('negated', 'hypothetical')
            GROUP BY a, b ORDER BY count(*) DESC, a, b LIMIT ?
            """,
            [limit],
        )
    ]
