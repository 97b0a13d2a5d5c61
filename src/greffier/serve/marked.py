"""An article's text cut into pieces, each with the layers that cover it: times, places, actors, quotations, events."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import quote as url_quote

from greffier.serve.queries import Some, event_lines
from greffier.serve.snapshot import Reader
from greffier.serve.views import ArticlePage, Piece

LAYERS = ("quote", "event", "time", "place", "actor")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that a layer covers."""

    start: int
    end: int
    layer: str
    why: str
    href: str | None


_MARKS = """
    SELECT start_offset, end_offset, 'time', coalesce(edtf, 'no date follows') || ' — ' || coalesce(why, ''), NULL
    FROM times WHERE article_id = $1
    UNION ALL SELECT start_offset, end_offset, 'place', name || coalesce(', ' || country, '') || ' — ' || coalesce(why, ''), NULL
    FROM places WHERE article_id = $1
    UNION ALL SELECT m.start_offset, m.end_offset, 'actor',
           a.name || coalesce(', ' || country, '') || coalesce(' ' || array_to_string(sectors, ' '), '') || coalesce(', ' || office, '')
           || ' — ' || coalesce(m.why, ''), a.name || chr(31) || coalesce(country, '')
    FROM mentions m JOIN actors a USING (actor_id) WHERE m.article_id = $1
    UNION ALL SELECT (c->>'start')::INTEGER, (c->>'end')::INTEGER, 'quote', coalesce(speaker, '?') || ' (' || kind || ') — ' || coalesce(why, ''),
           NULL
    FROM quotes, unnest(CAST(spans->'content' AS JSON[])) AS u(c) WHERE article_id = $1
    UNION ALL SELECT e.trigger_start, e.trigger_end, 'event', f.type || ' ' || f.modality || ' — ' || coalesce(e.why, ''), f.link_id
    FROM facts f JOIN events e USING (event_id) WHERE f.article_id = $1
"""


def article_page(reader: Reader, article: str) -> ArticlePage | None:
    """The page of an article; None when there is none of this id or name."""
    rows = reader.rows(
        "SELECT a.article_id, name, title, source, url, published, language, origin, c.first_id, reader, warnings, text "
        "FROM articles a LEFT JOIN copies c USING (article_id) WHERE a.article_id = $1 OR name = $1 LIMIT 1",
        [article],
    )
    if not rows:
        return None
    *head, reader_name, warnings, text = rows[0]
    marks = [_mark(*row) for row in reader.rows(_MARKS, [head[0]])]
    events = event_lines(reader, Some("facts", "f.article_id = $article", {"article": head[0]}), limit=200)
    return ArticlePage(*[*head, reader_name, warnings or [], pieces(text, marks), events])


def _mark(start: int, end: int, layer: str, why: str, target: str | None) -> Mark:
    href = None
    if layer == "event" and target:
        href = f"/event/{target}"
    elif layer == "actor" and target:
        name, country = target.split("\x1f")
        href = f"/actor/{url_quote(name, safe='')}" + (f"?country={url_quote(country)}" if country else "")
    return Mark(start, end, layer, why.rstrip(" —"), href)


def pieces(text: str, marks: list[Mark]) -> list[Piece]:
    """The text, cut wherever a mark begins or ends; all pieces together are the text."""
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    opening: dict[int, list[Mark]] = {}
    for mark in marks:
        opening.setdefault(mark.start, []).append(mark)
    open_marks: list[Mark] = []
    found: list[Piece] = []
    for start, end in pairwise(cuts):
        open_marks = [m for m in open_marks if m.end > start] + opening.get(start, [])
        found.append(_piece(text[start:end], start, open_marks))
    return found


def _piece(text: str, start: int, marks: list[Mark]) -> Piece:
    layers = [layer for layer in LAYERS if any(m.layer == layer for m in marks)]
    inner = sorted(marks, key=lambda m: m.end - m.start)
    href = next((m.href for m in inner if m.href), None)
    anchor = f"c{start}" if any(m.start == start for m in marks) else None
    return Piece(text, layers, "\n".join(m.why for m in inner), href, anchor)


def layers_of(page: ArticlePage) -> dict[str, int]:
    """How many stretches of the text each layer marks, for the switches; a name within a quotation does not make two of it."""
    counts: dict[str, Any] = dict.fromkeys(LAYERS, 0)
    before: list[str] = []
    for piece in page.pieces:
        for layer in piece.layers:
            counts[layer] += layer not in before
        before = piece.layers
    return counts
