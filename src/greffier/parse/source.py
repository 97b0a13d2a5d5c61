"""The article's text as given, and the copy of it that is read.

The reading copy has plain spaces and apostrophes, composed accents, `\\n` line ends and no invisible marks, so that
tokenizer and rules meet one spelling. Every offset found in it leads back to the characters of the original.
"""

from __future__ import annotations

import re
import unicodedata

from greffier.model import Span

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\x00-\x08\x0e-\x1f\x7f"
_LINE_ENDS = "\r\u0085\u2028\u2029\x0b\x0c"
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff"
_APOSTROPHES = "\u2018\u2019\u02bc\u2032\u00b4`"
_SPECIAL = re.compile(
    rf"(?P<line>\r\n|[{_LINE_ENDS}])"
    rf"|(?P<space>[{_SPACES}])"
    rf"|(?P<gone>[{_INVISIBLE}])"
    rf"|(?P<accented>[^\W\d_][{_COMBINING}]+)"
    rf"|(?P<apostrophe>(?<=[^\W\d_])[{_APOSTROPHES}](?=[^\W\d_]))"
)


class Source:
    """An article's text, its reading copy `clean`, and the way back from one to the other."""

    __slots__ = ("_ends", "_starts", "clean", "original")

    def __init__(self, original: str) -> None:
        self.original = original
        self._starts: list[int] | None = None
        self._ends: list[int] | None = None
        self.clean = original if _SPECIAL.search(original) is None else self._rewrite(original)

    def _rewrite(self, original: str) -> str:
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for match in _SPECIAL.finditer(original):
            begin, stop = match.span()
            pieces.append(original[done:begin])
            starts.extend(range(done, begin))
            ends.extend(range(done + 1, begin + 1))
            piece = _replacement(match)
            pieces.append(piece)
            starts.extend([begin] * len(piece))
            ends.extend([stop] * len(piece))
            done = stop
        pieces.append(original[done:])
        starts.extend(range(done, len(original)))
        ends.extend(range(done + 1, len(original) + 1))
        self._starts, self._ends = starts, ends
        return "".join(pieces)

    def span(self, start: int, end: int) -> Span:
        """The span of the original text under `clean[start:end]`, end after start, offsets in code points."""
        if self._starts is not None and self._ends is not None:
            start, end = self._starts[start], self._ends[end - 1]
        return Span(start, end, self.original[start:end])

    def clean_offset(self, offset: int) -> int:
        """The first offset in `clean` that comes from the original's `offset` or later."""
        if self._starts is None:
            return min(offset, len(self.clean))
        from bisect import bisect_left

        return bisect_left(self._starts, offset)


def _replacement(match: re.Match[str]) -> str:
    if match["line"]:
        return "\n"
    if match["space"]:
        return " "
    if match["gone"]:
        return ""
    if match["accented"]:
        return unicodedata.normalize("NFC", match["accented"])
    return "'"
