"""What a record holds, at a glance."""

from __future__ import annotations

from typing import NamedTuple

from greffier.analyse.source import Source

_WORDS = 90


class EventLine(NamedTuple):
    """An event in a line: sides as `USA GOV`, and the words around its trigger."""

    when: str | None
    type: str
    actors: str
    recipients: str
    modality: str
    words: str


def overview(record: Source) -> dict[str, int]:
    """How many articles, events, quotations, known actors and rejects a record holds."""
    return {
        "articles": record.one("SELECT count(*) FROM articles"),
        "events": record.one("SELECT count(*) FROM facts WHERE rank = 1"),
        "tellings": record.one("SELECT count(*) FROM facts"),
        "quotations": record.one("SELECT count(*) FROM quotes"),
        "actors": record.one("SELECT count(*) FROM actor_counts"),
        "rejects": record.one("SELECT count(*) FROM rejects"),
    }


def last_events(record: Source, limit: int) -> list[EventLine]:
    """The latest events by date, each once (by its most certain telling), the most certain first on one day."""
    rows = record.rows(
        """
        SELECT f."when", f.type, f.modality, e.trigger_text, e.sentence, f.actors, f.recipients
        FROM facts f JOIN events e USING (event_id) WHERE f.rank = 1
        ORDER BY f.last_day DESC NULLS LAST, f.confidence DESC, f.event_id LIMIT ?
        """,
        [limit],
    )
    return [
        EventLine(when, type_, "+".join(actors) or "?", "+".join(recipients) or "?", modality, around(sentence, trigger))
        for when, type_, modality, trigger, sentence, actors, recipients in rows
    ]


def around(sentence: str, trigger: str) -> str:
    """The part of a sentence around a trigger that fits a line."""
    line = " ".join(sentence.split())
    at = max(0, line.find(" ".join(trigger.split())) - _WORDS // 3)
    return ("…" if at else "") + line[at : at + _WORDS] + ("…" if at + _WORDS < len(line) else "")
