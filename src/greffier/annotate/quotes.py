"""Quotations: who said what, in which words.

    marks → cues → drafts (inserted cues, complements, `selon X`, nouns, what no cue claims) → speakers → quotes

Kinds, spans and what is no quotation follow the project's codebook: direct, mixed and indirect speech and thought
(source, cue, content, as in Pareti's PARC and PolNeAR annotation).
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from msgspec import structs

from greffier.annotate.actors import Actors
from greffier.annotate.quotes_clause import verb_group
from greffier.annotate.quotes_complement import complement
from greffier.annotate.quotes_cues import Cue, CueTable, cue_table, find_cues
from greffier.annotate.quotes_draft import Draft, Phrase, Place
from greffier.annotate.quotes_free import free_quotes, headline_quotes
from greffier.annotate.quotes_incise import incise
from greffier.annotate.quotes_interview import interview_quotes
from greffier.annotate.quotes_page import Page
from greffier.annotate.quotes_setting import occasion_of, relay_of, when_said
from greffier.annotate.quotes_settle import settle
from greffier.annotate.quotes_speaker import Speakers
from greffier.annotate.quotes_told import as_told, noun_cue
from greffier.model import Quote, Span, TimeRef
from greffier.parse.doc import Doc


class _Setting(NamedTuple):
    table: CueTable
    times: list[TimeRef]
    starts: list[int]


def find_quotes(doc: Doc, actors: Actors, times: list[TimeRef]) -> tuple[list[Quote], list[str]]:
    """The quotations of an article in text order, and warnings about marks that do not pair."""
    table = cue_table(doc.language)
    page = Page(doc, actors, table.verbs, table.words["viewers"])
    drafts = settle(page, _drafts(page, table))
    speakers = Speakers(page, actors, table)
    setting = _Setting(table, times, [t.start for t in times])
    quotes = [_quote(page, number, draft, speakers, setting) for number, draft in enumerate(drafts, 1)]
    return _nested(quotes), page.marks.warnings


def _drafts(page: Page, table: CueTable) -> list[Draft]:
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
    _same_sources(page, drafts)
    _resumed_sources(page, drafts)
    for cue in cues:
        told = as_told(page, cue, drafts, table) if cue.entry.kind == "preposition" else None
        named = noun_cue(page, cue, table) if cue.entry.kind == "noun" else None
        drafts.extend(d for d in (told, named) if d is not None)
    drafts.extend(headline_quotes(page, table))
    drafts.extend(interview_quotes(page))
    drafts.extend(free_quotes(page, drafts, table))
    return drafts


def _place(page: Page, cue: Cue, table: CueTable) -> Place:
    segment = page.segment(cue.head)
    return Place(cue, verb_group(page, cue, segment, table), segment)


def _same_sources(page: Page, drafts: list[Draft]) -> None:
    """`a dit …, en ajoutant que …`: the source of the nearest cue before in the sentence; without one it is nobody's.

    Not that of a clause of its own between: `A refuse, comme le demande B, en assurant que …` is A's.
    """
    by_frame: dict[tuple[int, int] | None, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_frame[draft.frame].append(draft)
    for draft in [d for d in drafts if d.same_source]:
        fellows = by_frame[draft.frame]
        before = [d for d in fellows if d.source is not None and d.cue and draft.cue and d.cue < draft.cue]
        before = [d for d in before if draft.source is None or not _apart(page, d, draft)]
        if before:
            draft.source = max(before, key=lambda d: d.cue or (0, 0)).source
        elif draft.source is None:
            drafts.remove(draft)


def _resumed_sources(page: Page, drafts: list[Draft]) -> None:
    """`X a dit que Y avait menti, et a promis …`: X promises, whatever verb the parser joins the second one to."""
    ends = {draft.end: draft for draft in drafts if draft.source is not None}
    for draft in drafts:
        if draft.cue is None or draft.cue[0] not in page.resumed:
            continue
        before = draft.cue[0] - 1
        while before > 0 and page.tokens[before].pos in ("PUNCT", "CCONJ", "ADP", "ADV"):
            before -= 1
        if before in ends:
            draft.source = ends[before].source


def _apart(page: Page, said: Draft, draft: Draft) -> bool:
    """Does the first stand in an adverbial clause that the second is no part of?"""
    if said.cue is None or draft.cue is None:
        return False
    verb, participle = page.tokens[said.cue[1]], page.tokens[draft.cue[1]]
    return verb.dep == "advcl" and all(t is not verb for t in participle.ancestors())


def _quote(page: Page, number: int, draft: Draft, speakers: Speakers, setting: _Setting) -> Quote:
    doc, tokens = page.doc, page.tokens

    def span(ends: tuple[int, int] | None) -> Span | None:
        return None if ends is None else doc.token_span(tokens[ends[0]], tokens[ends[1]])

    def phrase(found: Phrase | None) -> Span | None:
        return None if found is None else span((found.first, found.last))

    relay = draft.relay or relay_of(page, draft, setting.table)
    return Quote(
        id=f"q{number}",
        kind=draft.kind,
        content=[doc.token_span(tokens[a], tokens[b]) for a, b in draft.content.ranges],
        verbatim=[doc.span(q.start, q.end) for q in draft.content.quoted],
        cue=span(draft.cue),
        source=phrase(draft.source),
        to=phrase(draft.to),
        speaker=speakers.speaker(draft),
        when=when_said(page, draft, setting.times, setting.starts),
        relay=None if relay is None else speakers.of(relay),
        occasion=span(occasion_of(page, draft, setting.table)),
        why=draft.content.how,
    )


def _nested(quotes: list[Quote]) -> list[Quote]:
    """Each quotation with the id of the smallest one that holds it; they come in text order, holders first."""
    holders: list[Quote] = []
    found: list[Quote] = []
    for quote in quotes:
        start, end = quote.content[0].start, quote.content[-1].end
        while holders and holders[-1].content[-1].end <= start:
            holders.pop()
        holder = next((h for h in reversed(holders) if any(s.start <= start and end <= s.end for s in h.content)), None)
        found.append(structs.replace(quote, inside=holder.id) if holder else quote)
        holders.append(quote)
    return found
