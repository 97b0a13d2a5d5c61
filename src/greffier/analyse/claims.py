"""Who claims what about whom, and who denies it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from greffier.analyse.source import Source


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
    condition = "true"
    if pair:
        condition = "list_contains(list_concat(actors, recipients), $a) AND list_contains(list_concat(actors, recipients), $b)"
    parameters: dict[str, object] = {"a": pair[0], "b": pair[1]} if pair else {}
    for sql, name, day in (("last_day >= $first", "first", first), ("first_day <= $last", "last", last)):
        if day:
            condition += f" AND {sql}"
            parameters[name] = day
    return [
        Claim(*row)
        for row in record.rows(
            f"""
            SELECT link_id, arg_max(type, confidence), arg_max(actors, confidence), arg_max(recipients, confidence),
                   arg_max("when", confidence),
                   coalesce(list_sort(list(DISTINCT claimant) FILTER (claimant IS NOT NULL AND modality <> 'negated')), []),
                   coalesce(list_sort(list(DISTINCT claimant) FILTER (claimant IS NOT NULL AND modality = 'negated')), []),
                   bool_or(modality = 'asserted'), count(DISTINCT article_id)
            FROM facts WHERE link_id IN (SELECT link_id FROM facts WHERE claimant IS NOT NULL AND {condition}) AND {condition}
            GROUP BY link_id HAVING bool_or(claimant IS NOT NULL)
            ORDER BY 9 DESC, 1 LIMIT {int(limit)}
            """,
            parameters,
        )
    ]
