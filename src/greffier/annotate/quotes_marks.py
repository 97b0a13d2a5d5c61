"""Quotation marks: which opens, which closes, which belongs to which; stray marks end in a warning.

Marks are paired paragraph by paragraph, so that a mark missing in one never disturbs another. A quotation still open
at the end of a paragraph goes on in the next one only where that begins with an opening mark again (the printers'
custom), or where its first mark is a closing one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from greffier.parse.doc import Doc

_MARK = re.compile("[«»‹›“”„‟\"‘’']|``|''")
_PARTNER = {"«": "»", "‹": "›", "“": "”", "„": "”", "‟": "”", "‘": "’", '"': '"', "'": "'", "``": "''"}
_OPENS_AFTER = frozenset(" \n\t([{—–-/:«“‘‹…=>'")
_CLOSES_BEFORE = frozenset(" \n\t)]}—–-/:;,.?!…»”’›<'")
_SINGLES = frozenset("'‘’")
_LONGEST_SINGLE = 400
_DEEPEST = 8
_MOST_WARNINGS = 20
_LONGEST_UNMARKED = 8


@dataclass(slots=True)
class Quoted:
    """A stretch between quotation marks, marks included: `[start, end)` of the reading copy, of one block.

    `inner_start`, `inner_end` leave the marks out. `closed` is False where the closing mark is missing. `before` is
    the stretch of the block before that this one carries on.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    mark: str
    block: int
    closed: bool = True
    before: Quoted | None = None
    parent: Quoted | None = field(default=None, repr=False)
    inner: list[Quoted] = field(default_factory=list, repr=False)

    @property
    def depth(self) -> int:
        """0 for a stretch inside no other."""
        return 0 if self.parent is None else self.parent.depth + 1


class Marks(NamedTuple):
    """All quoted stretches in text order (an outer one before its inner ones), and what did not pair."""

    found: list[Quoted]
    warnings: list[str]


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    text: str
    role: str  # open close either


def find_marks(doc: Doc) -> Marks:
    """The quoted stretches of an article; offsets in the reading copy."""
    found: list[Quoted] = []
    warnings: list[str] = []
    left_open: Quoted | None = None
    classified = [_classify(doc.text, block.start, block.end) for block in doc.blocks]
    for number, block in enumerate(doc.blocks):
        if left_open is not None and not _of_kind(classified[number], left_open.mark):
            found.extend(_pair_block(doc, number, classified, None, warnings)[0])
            left_open = Quoted(block.start, block.end, block.start, block.end, left_open.mark, number, False, left_open)
            found.append(left_open)
            continue
        paired, left_open = _pair_block(doc, number, classified, left_open, warnings)
        found.extend(paired)
    found.sort(key=lambda q: (q.start, -q.end))
    _nest(found)
    if len(warnings) > _MOST_WARNINGS:
        more = len(warnings) - _MOST_WARNINGS
        warnings[_MOST_WARNINGS:] = [f"{more:,} more quotation marks have no partner in their paragraph"]
    return Marks(found, warnings)


def _of_kind(marks: list[_Mark], kind: str) -> list[_Mark]:
    """The marks that open or close quotations of one kind."""
    return [m for m in marks if m.text in (kind, _PARTNER.get(kind))]


def _classify(text: str, begin: int, stop: int) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in _MARK.finditer(text, begin, stop):
        start, end = match.span()
        before = text[start - 1] if start > begin else "\n"
        after = text[end] if end < stop else "\n"
        mark = match[0]
        if mark in _SINGLES and before.isalnum() and after.isalnum():
            continue  # an apostrophe
        if mark in "«‹„“``" or mark == "‟":
            role = "open"
        elif mark in "»›”''" and mark != "'":
            role = "close"
        else:
            opens, closes = (
                before in _OPENS_AFTER and not after.isspace(),
                after in _CLOSES_BEFORE and not before.isspace(),
            )
            role = "open" if opens and not closes else "close" if closes and not opens else "either"
            if mark == "‘":
                role = "open"
            elif mark == "’":
                role = "close"
        marks.append(_Mark(start, end, mark, role))
    return _german(marks)


def _german(marks: list[_Mark]) -> list[_Mark]:
    """In „…“ and »…« the marks that open elsewhere close."""
    low_open = False
    for mark in marks:
        if mark.text == "„":
            low_open = True
        elif mark.text == "“" and low_open:
            mark.text, mark.role, low_open = "”", "close", False
    return marks


def _pair_block(
    doc: Doc, number: int, classified: list[list[_Mark]], left_open: Quoted | None, warnings: list[str]
) -> tuple[list[Quoted], Quoted | None]:
    """Pair the marks of one block; second, the stretch that it leaves open for the next block."""
    block, marks = doc.blocks[number], list(classified[number])
    found: list[Quoted] = []
    stack: list[_Mark] = []
    reopened = _carries_on(marks, left_open, block.start)
    if reopened == "closing":
        mark = _of_kind(marks, left_open.mark)[0] if left_open is not None else marks[0]
        marks.remove(mark)
        found.append(Quoted(block.start, mark.end, block.start, mark.start, mark.text, number, before=left_open))
    for position, mark in enumerate(marks):
        if stack and _is_repeated(doc.text, mark, stack[-1]):
            continue
        at = _partner(stack, mark)
        if at is not None:
            for stray in stack[at + 1 :]:
                _warn(doc, stray, warnings)
            opening = stack[at]
            del stack[at:]
            found.append(Quoted(opening.start, mark.end, opening.end, mark.start, opening.text, number))
        elif mark.role == "close" or (mark.text in _SINGLES and not _single_closes(marks, position)):
            _warn(doc, mark, warnings)
        else:
            if (mark.text == '"' and any(m.text == '"' for m in stack)) or len(stack) >= _DEEPEST:
                _warn(doc, stack.pop(), warnings)
            stack.append(mark)
    still_open = _unclosed(doc, number, classified, stack, found, warnings)
    for quoted in found:
        if reopened == "opening" and quoted.start == block.start:
            quoted.before = left_open
    return found, still_open


def _carries_on(marks: list[_Mark], left_open: Quoted | None, block_start: int) -> str:
    same = _of_kind(marks, left_open.mark) if left_open is not None else []
    if not same:
        return ""
    if same[0].start == block_start and same[0].role != "close":
        return "opening"
    return "closing" if same[0].role == "close" else ""


def _partner(stack: list[_Mark], mark: _Mark) -> int | None:
    """Where in the stack the mark that this one closes stands, or None if it closes none."""
    if mark.role == "open":
        return None
    for at in range(len(stack) - 1, -1, -1):
        if _PARTNER[stack[at].text] == mark.text:
            return at
    return None


def _single_closes(marks: list[_Mark], position: int) -> bool:
    """Does a mark close, a little further on, the single one at `position`? Else it is an apostrophe."""
    mark = marks[position]
    if mark.role != "open":
        return False
    partner = _PARTNER[mark.text]
    return any(
        m.text == partner and m.role != "open" and m.start - mark.start < _LONGEST_SINGLE for m in marks[position + 1 :]
    )


def _is_repeated(text: str, mark: _Mark, opening: _Mark) -> bool:
    """The opening mark set again at the head of each line of a long quotation."""
    if mark.text not in (opening.text, _PARTNER[opening.text]) or mark.text == "'":
        return False
    line = text.rfind("\n", 0, mark.start) + 1
    return line > opening.start and not text[line : mark.start].strip()


def _unclosed(
    doc: Doc,
    number: int,
    classified: list[list[_Mark]],
    stack: list[_Mark],
    found: list[Quoted],
    warnings: list[str],
) -> Quoted | None:
    """What is open at the end of a block: it closes with an inner one, stays open for the next block, or is stray."""
    end = doc.blocks[number].end
    last: Quoted | None = None
    for mark in stack:
        if mark.text in _SINGLES:
            continue
        shares = any(q.end >= end - 1 and q.start > mark.start and q.mark == mark.text for q in found)
        quoted = Quoted(mark.start, end, mark.end, end, mark.text, number, closed=shares)
        goes_on = not shares and _next_carries_on(doc, number, classified, quoted)
        if not shares and not goes_on:
            _warn(doc, mark, warnings)
            if doc.text[doc.blocks[number].start : mark.start].rstrip()[-1:] not in ("", ":"):
                continue  # a stray mark within a sentence
        last = quoted if goes_on else last
        found.append(quoted)
    return last


def _next_carries_on(doc: Doc, number: int, classified: list[list[_Mark]], quoted: Quoted) -> bool:
    """Does the next block with marks (a few lines on at most) reopen or close what is open?"""
    for following in range(number + 1, min(number + 1 + _LONGEST_UNMARKED, len(doc.blocks))):
        if _of_kind(classified[following], quoted.mark):
            how = _carries_on(classified[following], quoted, doc.blocks[following].start)
            return how == "closing" or (how == "opening" and following == number + 1)
    return False


def _warn(doc: Doc, mark: _Mark, warnings: list[str]) -> None:
    if mark.text in _SINGLES:
        return
    span = doc.span(mark.start, mark.end)
    around = " ".join(doc.text[max(0, mark.start - 20) : mark.end + 20].split())
    warnings.append(
        f"quotation mark {span.text} at character {span.start} has no partner in its paragraph (… {around} …); "
        "what it should enclose was read without it"
    )


def _nest(found: list[Quoted]) -> None:
    stack: list[Quoted] = []
    for quoted in found:
        while (stack and stack[-1].end < quoted.end) or (stack and stack[-1].end <= quoted.start):
            stack.pop()
        if stack:
            quoted.parent = stack[-1]
            stack[-1].inner.append(quoted)
        stack.append(quoted)
