"""Cues inserted in or after what is said: `"…", a dit X`, `…, affirme X, …`, `"…," X said.`"""

from __future__ import annotations

from greffier.annotate.quotes_clause import clause_start, relative_end, subject_token
from greffier.annotate.quotes_cues import CueTable
from greffier.annotate.quotes_draft import (
    Content,
    Draft,
    Phrase,
    Place,
    finish,
    has_finite,
    is_finite,
    kind_of,
    says_own_voice,
    trim,
)
from greffier.annotate.quotes_marks import Quoted
from greffier.annotate.quotes_page import Page, Segment
from greffier.annotate.quotes_source import addressee, inverted_subject, is_finite_group, is_passive, phrase_of
from greffier.model import QuoteKind

_BOUNDARIES = frozenset({",", "–", "—", "-", "?", "!", "…", "...", "?!"})


def incise(page: Page, at: Place, table: CueTable) -> Draft | None:
    """The quotation around an inserted cue; None if the cue is not inserted."""
    if not at.cue.entry.takes & {"quote", "incise"}:
        return None
    bounds = _bounds(page, at, table)
    if bounds is None:
        return None
    first, last, source = bounds
    content = _around(page, at, first, last, table)
    if content is None or says_own_voice(at.cue, source, table):
        return None
    page.incises.add(first)
    nobody = source.head.lower in table.words["nobody"]
    return Draft(
        content,
        "direct" if _is_dialogue(page, at.segment) else _kind(page, content),
        cue=(at.group.first, at.group.last),
        source=None if nobody else source,
        to=addressee(page, at.cue, source, table),
        nobody=nobody,
        frame=(at.segment.first, at.segment.last),
        rank=3,
    )


def _is_dialogue(page: Page, segment: Segment) -> bool:
    """`— Je pars, dit-il.`: a paragraph that begins with a long dash is spoken."""
    first = page.tokens[segment.first]
    begins = (
        segment.first == 0
        or page.doc.sentences[first.sent].block != page.doc.sentences[page.tokens[segment.first - 1].sent].block
    )
    return begins and first.text in ("—", "–")


def _kind(page: Page, content: Content) -> QuoteKind:
    """What stands in marks as an utterance is direct even where it has no verb."""
    kind = kind_of(page, content)
    alone = all(a in page.by_open and b in page.by_close for a, b in content.ranges)
    return "direct" if kind == "mixed" and alone else kind


def _bounds(page: Page, at: Place, table: CueTable) -> tuple[int, int, Phrase] | None:
    """First and last token of the inserted words, and who speaks; None if the cue is not inserted."""
    group, segment = at.group, at.segment
    if not is_finite_group(page, at.cue, group, table) or is_passive(page, at.cue, group, table):
        return None
    found = _verb_first(page, at, table) if _boundary(page, group.first - 1, segment) else None
    if found is None and page.doc.language == "en":
        return _subject_first(page, at, table)
    return found


def _verb_first(page: Page, at: Place, table: CueTable) -> tuple[int, int, Phrase] | None:
    """`"…", a dit X`, `"…," said X`."""
    group, segment = at.group, at.segment
    if group.inverted is not None:
        return group.first, group.last, Phrase(group.inverted, group.inverted.i, group.inverted.i)
    if _complement_right(page, at, table):
        return None
    subject = subject_token(at.cue.head)
    left = subject is not None and subject.i < group.first and page.holders[subject.i] is segment.holder
    left = left and subject is not None and subject.lower not in table.words["own_voice"]
    source = inverted_subject(page, group, at.cue, segment, table)
    if source is None or (left and page.by_close.get(group.first - 1) is None and not _is_aside(page, source, segment)):
        return None
    if left and subject is not None and page.doc.language == "en":
        return None
    return group.first, max(group.last, source.last), source


def _is_aside(page: Page, source: Phrase, segment: Segment) -> bool:
    """`Le navire, indique la préfecture, a coulé`: somebody, and the comma that closes the aside."""
    after = source.last + 1
    return page.is_somebody(source.head) and after < segment.last and page.tokens[after].text == ","


def _subject_first(page: Page, at: Place, table: CueTable) -> tuple[int, int, Phrase] | None:
    """`"…," X said`, `…, he added`."""
    head = at.cue.head
    subject = subject_token(head)
    if subject is None or subject.i > at.group.first or subject.lower in table.words["relatives"]:
        return None
    source = phrase_of(page, subject)
    first = _whole_start(page, source, at.segment)
    if not _boundary(page, first - 1, at.segment) or _complement_right(page, at, table):
        return None
    closes = _closing(page, first - 1) is not None
    said = head.child("ccomp", "parataxis", "advcl", "dep")
    before = (said is not None and said.i < first) or head.dep == "parataxis"
    other = head.child("xcomp") if "obj" in at.cue.entry.to else head.child("obj", "xcomp")
    if not (closes or before) or (not closes and other is not None):
        return None
    return first, at.group.last, source


def _whole_start(page: Page, source: Phrase, segment: Segment) -> int:
    """The first word of the subject with all that stands before its head."""
    left = [t.i for t in source.head.subtree() if segment.first <= t.i <= source.first and t.pos != "PUNCT"]
    first = source.first
    while first - 1 in left:
        first -= 1
    return first


def _boundary(page: Page, index: int, segment: Segment) -> bool:
    if index < segment.first:
        return False
    return page.tokens[index].text in _BOUNDARIES or index in page.by_close


def _closing(page: Page, index: int) -> Quoted | None:
    """The quoted stretch that closes at a token, or just before the comma there."""
    if page.tokens[index].text == "," and index > 0:
        index -= 1
    return page.by_close.get(index)


def _complement_right(page: Page, at: Place, table: CueTable) -> bool:
    """Does `que`, an infinitive, a colon or an opening mark follow before the next comma?"""
    tokens, index = page.tokens, at.group.last + 1
    while index < at.segment.last:
        token = tokens[index]
        if token.text in (",", ".", "?", "!", ";") or (token.lower in table.words["relatives"] and token.pos == "PRON"):
            return False
        if token.lower in table.words["complementizers"] or index in page.by_open:
            return True
        if token.text == ":":
            return _closing(page, at.group.first - 1) is None
        if index <= at.group.last + 3 and token.feat("VerbForm") == "Inf":
            return True
        index = page.next_at_level(index, at.segment.holder)
    return False


def _around(page: Page, at: Place, first: int, last: int, table: CueTable) -> Content | None:
    """What stands before the inserted words, and after them if it goes on."""
    tokens, segment = page.tokens, at.segment
    if segment.holder is not None:
        return _within_marks(page, segment.holder, first, last)
    before = first - 1
    while before >= segment.first and tokens[before].text == ",":
        before -= 1
    if before < segment.first:
        return None
    quoted = page.by_close.get(before)
    if quoted is not None and quoted.parent is None and stands_alone(page, quoted, segment):
        opening = page.open_index(quoted)
        ranges: list[tuple[int, int] | None] = [(opening, before)]
        ranges.extend(_second_quoted(page, segment, last))
        return finish(page, ranges, "quotation before its cue", None)
    openers = table.words["relatives"] | table.words["complementizers"] | table.words["coordinators"]
    if tokens[before].lower in openers:
        end = relative_end(page, segment, last + 2, tokens[before], table)
        return finish(page, [trim(page, last + 1, end)], "clause around an inserted cue", None)
    if quoted is None and "incise" not in at.cue.entry.takes and at.group.inverted is None:
        return None
    start = clause_start(page, segment, before, table)
    ranges = [trim(page, start, before)]
    complete = has_finite(page, start, before) and not is_finite(tokens[before])  # `Il est, disent-ils, malade`
    if last + 2 < segment.last and tokens[last + 1].text == "," and not complete:
        ranges.append(trim(page, last + 2, segment.last - 1))
        if not has_finite(page, last + 2, segment.last - 1):
            return None
    elif not complete:
        return None
    return finish(page, ranges, "clause before its cue", None)


def _within_marks(page: Page, holder: Quoted, first: int, last: int) -> Content | None:
    """The cue stands inside the marks: all else between them is said."""
    opening, closing = page.open_index(holder), page.close_index(holder)
    before, after = trim(page, opening, first - 1), trim(page, last + 1, closing)
    if before is None or before[1] <= opening:
        return None
    if after is not None and after[0] >= closing:
        after = None
    content = finish(page, [before, after], "quotation with an inserted cue", holder)
    if content is not None:
        content.quoted = [holder]
    return content


def stands_alone(page: Page, quoted: Quoted, segment: Segment) -> bool:
    """Does the quoted stretch begin its sentence, or follow a colon?"""
    before = page.open_index(quoted) - 1
    while before >= segment.first and (
        page.tokens[before].pos in ("CCONJ", "ADV", "INTJ") or page.tokens[before].text in (",", "–", "—", "-")
    ):
        before -= 1
    return before < segment.first or page.tokens[before].text in (":", ";")


def _second_quoted(page: Page, segment: Segment, last: int) -> list[tuple[int, int]]:
    """The quoted stretch that goes on after `, a-t-il dit, "…"`."""
    for index in range(last + 1, min(segment.last, last + 25)):
        quoted = page.by_open.get(index)
        if quoted is not None and quoted.parent is segment.holder:
            follows = page.tokens[index - 1].text in (",", ":")
            return [(index, page.close_index(quoted))] if follows else []
        if page.tokens[index].text in (".", ";"):
            return []
    return []
