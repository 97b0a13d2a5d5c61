"""Quotations: who said what, in which words."""

from __future__ import annotations

from greffier.annotate.actors import Actors
from greffier.annotate.quotes_cues import cue_table, find_cues
from greffier.annotate.quotes_draft import Draft, draft_quotes
from greffier.annotate.quotes_page import Page
from greffier.annotate.quotes_speaker import Speakers
from greffier.model import Quote, Span, TimeRef
from greffier.parse.doc import Doc


def find_quotes(doc: Doc, actors: Actors, times: list[TimeRef]) -> tuple[list[Quote], list[str]]:
    """The quotations of an article in text order, and warnings about marks that do not pair."""
    page = Page(doc)
    drafts = draft_quotes(page, find_cues(doc), cue_table(doc.language))
    speakers = Speakers(page, actors)
    quotes = [_quote(page, number, draft, speakers, times) for number, draft in enumerate(drafts, 1)]
    return _nested(quotes), page.marks.warnings


def _quote(page: Page, number: int, draft: Draft, speakers: Speakers, times: list[TimeRef]) -> Quote:
    doc, tokens = page.doc, page.tokens

    def span(first: int, last: int) -> Span:
        return doc.token_span(tokens[first], tokens[last])

    content = [span(a, b) for a, b in draft.content.ranges]
    return Quote(
        id=f"q{number}",
        kind=draft.kind,
        content=content,
        verbatim=[doc.span(q.start, q.end) for q in draft.content.quoted],
        cue=None if draft.cue is None else span(*draft.cue),
        source=None if draft.source is None else span(draft.source.first, draft.source.last),
        to=None if draft.to is None else span(draft.to.first, draft.to.last),
        speaker=speakers.speaker(draft),
        why=draft.content.how,
    )


def _nested(quotes: list[Quote]) -> list[Quote]:
    """Each quotation with the id of the smallest one that holds it."""
    return quotes
