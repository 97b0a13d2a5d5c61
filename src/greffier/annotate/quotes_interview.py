"""Interviews and transcripts: paragraphs that begin with the name of who speaks (`Anna Weber : …`).

A label counts only where the text is such a transcript: three labelled paragraphs, one label at least twice.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from greffier.annotate.quotes_draft import Draft, Phrase, finish, trim
from greffier.annotate.quotes_page import Page

_LABEL_WORDS = 5
_ENOUGH = 3


class _Turn(NamedTuple):
    label: str
    first: int
    colon: int
    last: int


def interview_quotes(page: Page) -> list[Draft]:
    """Each labelled paragraph as a quotation by its label."""
    turns = _turns(page)
    times = Counter(turn.label for turn in turns)
    if len(turns) < _ENOUGH or max(times.values()) < 2:
        return []
    found: list[Draft] = []
    for turn in turns:
        content = trim(page, turn.colon + 1, turn.last)
        drafted = finish(page, [content], "paragraph under the label of its speaker", None)
        if drafted is None:
            continue
        head = next(
            (t for t in page.tokens[turn.first : turn.colon] if t.pos in ("PROPN", "NOUN")), page.tokens[turn.first]
        )
        source = Phrase(head, turn.first, turn.colon - 1)
        found.append(Draft(drafted, "direct", source=source, frame=(turn.first, turn.last + 1), rank=4))
    return found


def _turns(page: Page) -> list[_Turn]:
    bounds: dict[int, list[int]] = {}
    for sentence in page.doc.sentences:
        ends = bounds.setdefault(sentence.block, [sentence.first, sentence.last])
        ends[1] = sentence.last
    turns: list[_Turn] = []
    for first, stop in bounds.values():
        colon = next((i for i in range(first, min(first + _LABEL_WORDS + 1, stop)) if page.tokens[i].text == ":"), None)
        if colon is None or colon == first or colon + 1 >= stop or colon + 1 in page.by_open:
            continue
        label = page.tokens[first:colon]
        name = all(t.text[:1].isupper() or not t.text[:1].isalpha() for t in label)
        if name and label[0].text[:1].isupper() and stop - colon > 3:
            turns.append(_Turn(" ".join(t.text for t in label), first, colon, stop - 1))
    return turns
