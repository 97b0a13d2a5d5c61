"""Who acts most, and who is named most."""

from __future__ import annotations

from typing import NamedTuple

from greffier.analyse.source import Source


class ActiveActor(NamedTuple):
    """An actor over all articles: mentions, events done and suffered, quotations."""

    name: str
    country: str | None
    sectors: list[str]
    known: bool
    articles: int
    acts: int
    suffers: int
    says: int


def active_actors(record: Source, limit: int = 50, country: str | None = None) -> list[ActiveActor]:
    """The actors with most events, then quotations; each event counts once for an actor."""
    return [
        ActiveActor(*row)
        for row in record.rows(
            """
            SELECT name, country, sectors, known, articles, acts, suffers, says FROM actor_counts
            WHERE $1::VARCHAR IS NULL OR country = $1
            ORDER BY acts + suffers DESC, says DESC, articles DESC, name, country LIMIT $2
            """,
            [country, limit],
        )
    ]
