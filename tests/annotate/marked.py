"""Example sentences with marks: `[[content]]`, `{{source}}`, `((addressee))`; `[[2:…]]` belongs to a second quotation.

`{{1,2:…}}` is the source of both. The marks come out, what they enclose becomes spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARK = re.compile(r"\[\[(?:(\d+):)?|\{\{(?:([\d,]+):)?|\(\((?:(\d+):)?|\]\]|\}\}|\)\)")
_ROLE = {"[": "content", "{": "source", "(": "to"}


@dataclass
class Expected:
    """One quotation as a sentence marks it: spans are (start, end) in the plain text."""

    content: list[tuple[int, int]] = field(default_factory=list)
    source: tuple[int, int] | None = None
    to: tuple[int, int] | None = None


def read_marked(marked: str) -> tuple[str, list[Expected]]:
    """The plain sentence and the quotations that its marks say."""
    plain, done = "", 0
    stack: list[tuple[str, list[str], int]] = []
    found: dict[str, Expected] = {}
    for match in _MARK.finditer(marked):
        plain += marked[done : match.start()]
        done = match.end()
        if match[0][0] in _ROLE:
            numbers = (match[1] or match[2] or match[3] or "1").split(",")
            stack.append((_ROLE[match[0][0]], numbers, len(plain)))
            continue
        role, numbers, start = stack.pop()
        for number in numbers:
            expected = found.setdefault(number, Expected())
            span = (start, len(plain))
            if role == "content":
                expected.content.append(span)
            else:
                setattr(expected, role, span)
    assert not stack, f"a mark is not closed: {marked}"
    return plain + marked[done:], [found[n] for n in sorted(found) if found[n].content]
