"""What a search found, in a form that can be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from greffier.analyse.overview import around
from greffier.analyse.source import Source
from greffier.store.search import Hit


class Line(NamedTuple):
    """One hit: `head` says what it is in a few words, `words` is a piece of the text."""

    kind: str
    id: str
    article_id: str
    date: str | None
    head: str
    words: str


_SQL = {
    "event": """SELECT f.event_id, f.article_id, f."when", f.type || '  ' || coalesce(nullif(array_to_string(f.actors, '+'), ''), '?')
                || ' → ' || coalesce(nullif(array_to_string(f.recipients, '+'), ''), '?') || '  ' || f.modality, e.sentence, e.trigger_text
                FROM facts f JOIN events e USING (event_id) WHERE f.event_id IN (SELECT unnest(?))""",
    "quote": """SELECT quote_id, q.article_id, coalesce(said, published), coalesce(speaker, '?') || ' (' || kind || ')', content, content
                FROM quotes q JOIN articles USING (article_id) WHERE quote_id IN (SELECT unnest(?))""",
    "article": """SELECT article_id, article_id, published, coalesce(title, name), text, text
                FROM articles WHERE article_id IN (SELECT unnest(?))""",
}


def describe(record: Source, hits: Iterable[Hit]) -> list[Line]:
    """The hits with their words, in the order given; hits that left the record since are left out."""
    ordered = list(hits)
    lines: dict[tuple[str, str], Line] = {}
    for kind, sql in _SQL.items():
        ids = [hit.id for hit in ordered if hit.kind == kind]
        if ids:
            for id_, article, date, head, words, trigger in record.rows(sql, [ids]):
                lines[kind, id_] = Line(kind, id_, article, date, head, around(words[:2000], trigger[:40]))
    return [lines[hit.kind, hit.id] for hit in ordered if (hit.kind, hit.id) in lines]
