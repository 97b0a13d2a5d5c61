"""Country pairs: how much passes between two states, and in what tone."""

from __future__ import annotations

from typing import NamedTuple

from greffier.analyse.source import Source

# One row for each event (however often told) and pair of countries in it, in alphabetical order: actor against
# recipient, or two sides of a mutual act. Of several tellings the most certain one speaks for the event.
PAIRS_SQL = """
    SELECT link_id, least(x, y) AS a, greatest(x, y) AS b, arg_max(quad, confidence) AS quad,
           arg_max(goldstein, confidence) AS goldstein, arg_max(modality, confidence) AS modality,
           bool_or(modality = 'asserted') AS asserted
    FROM (
        SELECT *, unnest(actors) AS x
        FROM facts
    ), LATERAL (SELECT unnest(CASE WHEN len(recipients) > 0 THEN recipients ELSE actors END) AS y)
    WHERE x <> y AND (len(recipients) > 0 OR x < y)
    GROUP BY ALL
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


def country_pairs(record: Source, limit: int = 50) -> list[Pair]:
    """The pairs with most events. What did not happen (negated) or may (hypothetical) is left out."""
    return [
        Pair(*row)
        for row in record.rows(
            f"""
            WITH pairs AS ({PAIRS_SQL})
            SELECT a, b, count(*), count(*) FILTER (quad >= 3), count(*) FILTER (quad <= 2),
                   count(*) FILTER (NOT asserted AND modality = 'reported'), avg(goldstein)
            FROM pairs WHERE modality NOT IN ('negated', 'hypothetical')
            GROUP BY a, b ORDER BY count(*) DESC, a, b LIMIT ?
            """,
            [limit],
        )
    ]
