"""Who claims what about whom, and who denies it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from greffier.analyse.pairs import EITHER_WAY
from greffier.analyse.source import Source, rows_of


class Claim(NamedTuple):
    """An event that somebody claims or denies. `asserted`: an article also states it as fact."""

    link_id: str
    type: str
    actors: list[str]
    recipients: list[str]
    when: str | None
    claimed_by: list[str]
    denied_by: list[str]
    asserted: bool
    articles: int


def claims(
    record: Source, pair: tuple[str, str] | None = None, limit: int = 50, first: date | None = None, last: date | None = None
) -> list[Claim]:
    """Claimed and denied events, the most told first; of a pair of countries, or all; of a time, what may lie in it."""
    parameters: dict[str, object] = {"a": pair[0], "b": pair[1]} if pair else {}
    conditions = [EITHER_WAY] if pair else []
    for sql, name, day in (("last_day >= $first", "first", first), ("first_day <= $last", "last", last)):
        if day:
            conditions.append(sql)
            parameters[name] = day
    told = record.rows(
        f"""
        SELECT link_id, arg_min(event_id, rank), count(*) FROM (
            SELECT link_id, article_id, arg_min(event_id, rank) AS event_id, min(rank) AS rank, bool_or(claimant IS NOT NULL) AS claimed
            FROM {"pair_tellings" if pair else "facts"} WHERE {" AND ".join(conditions) or "true"} GROUP BY link_id, article_id
        ) GROUP BY link_id HAVING bool_or(claimed)
        ORDER BY 3 DESC, 1 LIMIT {int(limit)}
        """,
        parameters,
    )
    best = {row[0]: row[1:] for row in rows_of(record, _BEST, [event for _, event, _ in told])}
    who = {row[0]: row[1:] for row in rows_of(record, _WHO, [link for link, _, _ in told])}
    return [Claim(*[link, *best[event], *who[link], articles]) for link, event, articles in told]


_BEST = 'SELECT event_id, type, actors, recipients, "when" FROM facts WHERE event_id IN ({ids})'
_WHO = """
    SELECT link_id, coalesce(list_sort(list(DISTINCT claimant) FILTER (claimant IS NOT NULL AND modality <> 'negated')), []),
           coalesce(list_sort(list(DISTINCT claimant) FILTER (claimant IS NOT NULL AND modality = 'negated')), []),
           bool_or(modality = 'asserted')
    FROM facts WHERE link_id IN ({ids}) GROUP BY link_id
"""
