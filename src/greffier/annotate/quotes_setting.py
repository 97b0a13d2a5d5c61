"""When, on what occasion and by whose relay something was said, as far as the sentence around the cue says it."""

from __future__ import annotations

from bisect import bisect_left

from greffier.annotate.quotes_cues import CueTable
from greffier.annotate.quotes_draft import Draft, Phrase
from greffier.annotate.quotes_page import Page
from greffier.annotate.quotes_source import head_from, phrase_of
from greffier.model import TimeRef
from greffier.parse.doc import Token


def when_said(page: Page, draft: Draft, times: list[TimeRef], starts: list[int]) -> str | None:
    """The id of the first time expression of the sentence that stands outside all that is said; `starts` are theirs."""
    if draft.frame is None or draft.cue is None:
        return None
    source = page.doc.source
    tokens = page.tokens
    begin, end = (source.span(t.start, t.end) for t in (tokens[draft.frame[0]], tokens[draft.frame[1] - 1]))
    said = [page.doc.token_span(tokens[a], tokens[b]) for a, b in draft.content.ranges]
    cue = page.doc.token_span(tokens[draft.cue[0]]).start
    best: tuple[int, str] | None = None
    for time in times[bisect_left(starts, begin.start) :]:
        if time.start >= end.end:
            break
        if any(s.start <= time.start < s.end for s in said):
            continue
        distance = abs(time.start - cue)
        if best is None or distance < best[0]:
            best = (distance, time.id)
    return None if best is None else best[1]


def occasion_of(page: Page, draft: Draft, table: CueTable) -> tuple[int, int] | None:
    """`dans un communiqué`, `lors d'une conférence de presse`, `on Twitter`: the phrase, without its preposition."""
    if draft.frame is None:
        return None
    for index in range(*draft.frame):
        token = page.tokens[index]
        if token.lemma.lower() not in table.words["occasions"] or draft.covers(index, index):
            continue
        if draft.source is not None and draft.source.first <= index <= draft.source.last:
            continue
        if any(
            page.tokens[i].lower in table.words["occasion_marks"] for i in range(max(draft.frame[0], index - 4), index)
        ):
            phrase = phrase_of(page, token)
            return phrase.first, phrase.last
    return None


def relay_of(page: Page, draft: Draft, table: CueTable) -> Phrase | None:
    """Who passes the word on: `a dit X, cité par Y`, `selon Y, qui cite X`, `X told Y`."""
    if draft.frame is None or draft.source is None:
        return None
    last = draft.frame[1]
    for index in range(draft.source.last + 1, min(last - 1, draft.source.last + 12)):
        token = page.tokens[index]
        if draft.covers(index, index):
            break
        if token.lemma.lower() in table.words["citing"] or token.lower in table.words["citing"]:
            agent = index + 1
            if page.tokens[agent].lower in table.words["agents"]:
                head = head_from(page, agent + 1, page.segment(token))
                return None if head is None else phrase_of(page, head)
    return None


def cited_source(page: Page, source: Phrase, table: CueTable) -> Phrase | None:
    """In `selon Y, qui cite X` the one who speaks: X."""
    index = source.last + 1
    segment = page.segment(source.head)
    for at in range(index, min(index + 5, segment.last - 1)):
        token: Token = page.tokens[at]
        if token.lemma.lower() in table.words["citing"] and page.tokens[at + 1].lower not in table.words["agents"]:
            head = head_from(page, at + 1, segment)
            return None if head is None else phrase_of(page, head)
    return None
