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
            f"""
            WITH who AS (
                SELECT name, country, any_value(sectors) AS sectors, bool_or(known) AS known, count(DISTINCT article_id) AS articles
                FROM actors WHERE $1::VARCHAR IS NULL OR country = $1 GROUP BY name, country
            ), done AS (
                SELECT a.name, a.country, count(DISTINCT f.link_id) FILTER (s.role = 'actor') AS acts,
                       count(DISTINCT f.link_id) FILTER (s.role = 'recipient') AS suffers
                FROM event_sides s JOIN actors a USING (actor_id) JOIN facts f USING (event_id) GROUP BY ALL
            ), said AS (
                SELECT a.name, a.country, count(*) AS says FROM quotes q JOIN actors a USING (actor_id) GROUP BY ALL
            )
            SELECT w.name, w.country, coalesce(w.sectors, []), w.known, w.articles, coalesce(acts, 0), coalesce(suffers, 0),
                   coalesce(says, 0)
            FROM who w LEFT JOIN done d ON d.name = w.name AND d.country IS NOT DISTINCT FROM w.country
            LEFT JOIN said s ON s.name = w.name AND s.country IS NOT DISTINCT FROM w.country
            ORDER BY coalesce(acts, 0) + coalesce(suffers, 0) DESC, coalesce(says, 0) DESC, w.articles DESC, w.name LIMIT {int(limit)}
            """,
            [country],
        )
    ]
