"""Quotations: who said what, in which words.

    marks → cues → drafts (inserted cues, complements, `selon X`, nouns, what no cue claims) → speakers → quotes

Kinds, spans and what is no quotation follow the project's codebook: direct, mixed and indirect speech and thought
(source, cue, content, as in Pareti's PARC and PolNeAR annotation).
"""

from __future__ import annotations

from greffier.annotate.actors import Actors
from greffier.annotate.quotes_clause import verb_group
from greffier.annotate.quotes_complement import complement
from greffier.annotate.quotes_cues import Cue, CueTable, cue_table, find_cues
from greffier.annotate.quotes_draft import Draft, Place
from greffier.annotate.quotes_free import free_quotes, headline_quotes
from greffier.annotate.quotes_incise import incise
from greffier.annotate.quotes_page import Page
from greffier.annotate.quotes_settle import settle
from greffier.annotate.quotes_speaker import Speakers
from greffier.annotate.quotes_told import as_told, noun_cue
from greffier.model import Quote, Span, TimeRef
from greffier.parse.doc import Doc


def find_quotes(doc: Doc, actors: Actors, times: list[TimeRef]) -> tuple[list[Quote], list[str]]:
    """The quotations of an article in text order, and warnings about marks that do not pair."""
    page = Page(doc)
    table = cue_table(doc.language)
    drafts = settle(page, _drafts(page, actors, table))
    speakers = Speakers(page, actors, table)
    quotes = [_quote(page, number, draft, speakers, times) for number, draft in enumerate(drafts, 1)]
    return _nested(quotes), page.marks.warnings


def _drafts(page: Page, actors: Actors, table: CueTable) -> list[Draft]:
    """All quotations that the rules propose; they may still overlap."""
    cues = find_cues(page, table)
    page.told.update(c.tokens[0].i for c in cues if "as-told" in c.entry.groups)
    drafts: list[Draft] = []
    rest: list[Place] = []
    for cue in cues:
        if cue.entry.kind == "verb":
            at = _place(page, cue, table)
            draft = incise(page, at, table)
            if draft is None:
                rest.append(at)
            else:
                drafts.append(draft)
    # from the end of the text, so that an aside of another speaker is known before the clause around it is cut
    drafts.extend(d for d in (complement(page, at, table) for at in reversed(rest)) if d is not None)
    for cue in cues:
        told = as_told(page, cue, drafts, actors, table) if cue.entry.kind == "preposition" else None
        named = noun_cue(page, cue, table) if cue.entry.kind == "noun" else None
        drafts.extend(d for d in (told, named) if d is not None)
    drafts.extend(headline_quotes(page, table))
    drafts.extend(free_quotes(page, drafts, table))
    return drafts


def _place(page: Page, cue: Cue, table: CueTable) -> Place:
    segment = page.segment(cue.head)
    return Place(cue, verb_group(page, cue, segment, table), segment)


def _quote(page: Page, number: int, draft: Draft, speakers: Speakers, times: list[TimeRef]) -> Quote:
    doc, tokens = page.doc, page.tokens

    def span(first: int, last: int) -> Span:
        return doc.token_span(tokens[first], tokens[last])

    return Quote(
        id=f"q{number}",
        kind=draft.kind,
        content=[span(a, b) for a, b in draft.content.ranges],
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
