"""Quotations without a cue: a quoted sentence that goes on, `X … : « … »`, headlines (`… - X`, `X : …`)."""

from __future__ import annotations

from greffier.annotate.quotes_clause import clause_start, subject_token
from greffier.annotate.quotes_cues import CueTable
from greffier.annotate.quotes_draft import Draft, Phrase, can_speak, finish, has_finite, is_utterance, kind_of, trim
from greffier.annotate.quotes_incise import stands_alone
from greffier.annotate.quotes_page import Page, Segment
from greffier.annotate.quotes_source import phrase_of
from greffier.model import QuoteKind

_DASHES = frozenset({"-", "–", "—"})


def free_quotes(page: Page, drafts: list[Draft], table: CueTable) -> list[Draft]:
    """Whole sentences in quotation marks that no cue has claimed."""
    claimed = {id(q) for d in drafts for q in d.content.quoted}
    found: list[Draft] = []
    for quoted in page.marks.found:
        if quoted.parent is not None or id(quoted) in claimed or not is_utterance(page, quoted):
            continue
        opening = page.open_index(quoted)
        segment = page.segment(page.tokens[opening])
        if not stands_alone(page, quoted, segment):
            continue
        content = finish(page, [(opening, page.close_index(quoted))], "quotation without a cue", None)
        if content is None:
            continue
        colon = opening > segment.first and page.tokens[opening - 1].text == ":"
        source = _before_colon(page, segment, opening - 1) if colon else None
        if source is not None and not can_speak(page, source, table):
            source = None
        direct: QuoteKind = "direct"
        found.append(
            Draft(content, direct, source=source, speaks_on=source is None, frame=(segment.first, segment.last), rank=1)
        )
    return found


def _before_colon(page: Page, segment: Segment, colon: int) -> Phrase | None:
    """Who speaks in `X … : « … »`: the subject of the words before the colon, or those words."""
    words = page.tokens[segment.first : colon]
    root = next((t for t in words if t.head is t or not segment.first <= t.head.i < colon), None)
    if root is None:
        return None
    subject = subject_token(root)
    if subject is not None and subject.i < colon:
        return phrase_of(page, subject)
    return phrase_of(page, root) if root.pos in ("PROPN", "NOUN") else None


def headline_quotes(page: Page, table: CueTable) -> list[Draft]:
    """`CLAUSE - Speaker` in a heading: the words after the last dash say whose words stand before it."""
    found: list[Draft] = []
    for sentence in page.doc.sentences:
        if sentence.kind != "heading" and not (sentence.index == 0 and page.tokens[sentence.last - 1].pos != "PUNCT"):
            continue
        segment = Segment(sentence.first, sentence.last, None)
        dash = max((i for i in range(segment.first, segment.last) if page.tokens[i].text in _DASHES), default=-1)
        tail = page.tokens[dash + 1 : segment.last]
        if dash > segment.first and page.doc.text[page.tokens[dash].start - 1] != " ":
            continue  # a hyphen
        if dash - segment.first < 4 or not 1 <= len(tail) <= 8 or any(t.pos in ("VERB", "AUX") for t in tail):
            continue
        head = next((t for t in tail if t.pos in ("NOUN", "PROPN")), None)
        content = trim(page, clause_start(page, segment, dash - 1, table), dash - 1)
        if head is None or content is None or not has_finite(page, *content) or head is not tail[0]:
            continue
        drafted = finish(page, [content], "headline, its speaker after a dash", None)
        if drafted is not None:
            source = Phrase(head, head.i, tail[-1].i)
            found.append(Draft(drafted, kind_of(page, drafted), source=source, frame=(segment.first, segment.last)))
    return found
