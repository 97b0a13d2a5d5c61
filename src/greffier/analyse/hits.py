"""What a search found, in a form that can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from greffier.analyse.overview import around
from greffier.analyse.source import Source, rows_of
from greffier.store.search import Hit


class Line(NamedTuple):
    """One hit: `head` says what it is in a few words, `words` is a piece of the text."""

    kind: str
    id: str
    article_id: str
    date: str | None
    head: str
    words: str


_EVENTS = """
    SELECT f.event_id, f.article_id, f."when", f.type, f.actors, f.recipients, f.modality, e.sentence, e.trigger_text
    FROM facts f JOIN events e USING (event_id) WHERE f.event_id IN ({ids}) AND e.event_id IN ({ids})
"""
_QUOTES = """
    SELECT quote_id, q.article_id, coalesce(said, published), speaker, kind, content
    FROM quotes q JOIN articles USING (article_id) WHERE quote_id IN ({ids})
"""
_ARTICLES = "SELECT article_id, published, coalesce(title, name), left(text, 2000) FROM articles WHERE article_id IN ({ids})"
_SHOWN = 40


def describe(record: Source, hits: Iterable[Hit]) -> list[Line]:
    """The hits with their words, in the order given; hits that left the record since are left out."""
    ordered = list(hits)
    lines: dict[tuple[str, str], Line] = {}
    for id_, article, when, type_, actors, recipients, modality, sentence, trigger in rows_of(record, _EVENTS, _of_kind(ordered, "event")):
        lines["event", id_] = Line("event", id_, article, when, event_head(type_, actors, recipients, modality), around(sentence, trigger))
    for id_, article, when, speaker, kind, content in rows_of(record, _QUOTES, _of_kind(ordered, "quote")):
        lines["quote", id_] = Line("quote", id_, article, when, quote_head(speaker, kind), around(content, content[:_SHOWN]))
    for id_, when, title, text in rows_of(record, _ARTICLES, _of_kind(ordered, "article")):
        lines["article", id_] = Line("article", id_, id_, when, title, around(text, text[:_SHOWN]))
    return [lines[hit.kind, hit.id] for hit in ordered if (hit.kind, hit.id) in lines]


def _of_kind(hits: list[Hit], kind: str) -> list[str]:
    return [hit.id for hit in hits if hit.kind == kind]


def event_head(type_: str, actors: list[str], recipients: list[str], modality: str) -> str:
    """An event in a few words."""
    return f"{type_}  {'+'.join(actors) or '?'} → {'+'.join(recipients) or '?'}  {modality}"


def quote_head(speaker: str | None, kind: str) -> str:
    """A quotation in a few words."""
    return f"{speaker or '?'} ({kind})"
