"""Country pairs: how much passes between two states, and in what tone."""

from __future__ import annotations

from typing import NamedTuple

from greffier.analyse.source import Source

# SQL that holds for the pair $a, $b, on the tables that have a row for each pair (store/summary.py).
EITHER_WAY = "a = least($a, $b) AND b = greatest($a, $b)"
DIRECTED = f"{EITHER_WAY} AND CASE WHEN $a <= $b THEN forth ELSE back END"


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
            """
            SELECT a, b, count(*), count(*) FILTER (quad >= 3), count(*) FILTER (quad <= 2),
                   count(*) FILTER (NOT asserted AND modality = 'reported'), avg(goldstein)
            FROM pair_events WHERE a <> b GROUP BY a, b ORDER BY count(*) DESC, a, b LIMIT ?
            """,
            [limit],
        )
    ]
