"""What a record holds, at a glance."""

from __future__ import annotations

from typing import NamedTuple

from greffier.store.record import Record

_WORDS = 90


class EventLine(NamedTuple):
    """An event in a line: sides as `USA GOV`, and the words around its trigger."""

    when: str | None
    type: str
    actors: str
    recipients: str
    modality: str
    words: str


def overview(record: Record) -> dict[str, int]:
    """How many articles, events, quotations, known actors and rejects a record holds."""
    return {
        "articles": record.one("SELECT count(*) FROM articles"),
        "events": record.one("SELECT count(*) FROM events"),
        "quotations": record.one("SELECT count(*) FROM quotes"),
        "actors": record.one("SELECT count(DISTINCT (name, country)) FROM actors"),
        "rejects": record.one("SELECT count(*) FROM rejects"),
    }


def last_events(record: Record, limit: int) -> list[EventLine]:
    """The latest events by date, the most certain first on one day."""
    rows = record.rows(
        """
        SELECT e."when", e.type, e.modality, e.trigger_text, e.sentence,
               string_agg(DISTINCT coalesce(s.country, s.text), '+') FILTER (role = 'actor'),
               string_agg(DISTINCT coalesce(s.country, s.text), '+') FILTER (role = 'recipient')
        FROM events e LEFT JOIN event_sides s USING (event_id)
        GROUP BY ALL, e.event_id, e.last_day, e.confidence
        ORDER BY e.last_day DESC NULLS LAST, e.confidence DESC, e.event_id LIMIT ?
        """,
        [limit],
    )
    return [
        EventLine(when, type_, actors or "?", recipients or "?", modality, around(sentence, trigger))
        for when, type_, modality, trigger, sentence, actors, recipients in rows
    ]


def around(sentence: str, trigger: str) -> str:
    """The part of a sentence around a trigger that fits a line."""
    line = " ".join(sentence.split())
    at = max(0, line.find(" ".join(trigger.split())) - _WORDS // 3)
    return ("…" if at else "") + line[at : at + _WORDS] + ("…" if at + _WORDS < len(line) else "")
