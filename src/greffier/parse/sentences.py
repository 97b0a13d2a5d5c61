"""Where sentences end: by rule; the parser settles the few places where the rule cannot tell.

The parser alone errs in one sentence of seven (UD French PUD), a rule on punctuation in one of seventy.
"""

from __future__ import annotations

from collections.abc import Sequence

ENDS = frozenset({".", "!", "?", "…", "...", "..", "?!", "!?", "!!", "!!!", "(...)", "…."})
CLOSERS = frozenset({'"', "»", "”", "’", "'", ")", "]", "''"})
OPENERS = frozenset({'"', "«", "“", "‘", "(", "[", "—", "–", "-", "''", "``", "¿", "¡"})


def sentence_starts(words: Sequence[str], abbreviations: frozenset[str]) -> list[bool | None]:
    """For each token of one block: does a sentence start here? None where only the syntax can tell.

    A sentence starts after a full stop (and the quotation marks and brackets that close after it) where a capital,
    an opening mark or a figure follows. After an abbreviation or a single capital the parser decides.
    """
    starts: list[bool | None] = [False] * len(words)
    if starts:
        starts[0] = True
    after_end: int | None = None  # index of the end mark whose closers we are passing
    open_straight = False
    for i, word in enumerate(words):
        if after_end is not None and i > after_end:
            if _passes(word, open_straight):
                open_straight = open_straight and word != '"'
                continue
            if _can_start(words, i):
                starts[i] = _certain(words, after_end, abbreviations)
            after_end = None
        if word == '"':
            open_straight = not open_straight
        if _ends(word):
            after_end = i
    return starts


def _ends(word: str) -> bool:
    return word in ENDS or (len(word) > 1 and word[-1] in ".!?…" and not word[0].isalnum())


def _passes(word: str, open_straight: bool) -> bool:
    """Closing marks belong to the sentence that ends; a straight mark closes only when one is open."""
    return open_straight if word == '"' else word in CLOSERS and word != "''"


def _can_start(words: Sequence[str], i: int) -> bool:
    word = words[i]
    if word in OPENERS:
        following = next((w for w in words[i + 1 : i + 3] if w not in OPENERS), "")
        return following[:1].isupper() or following[:1].isdigit() or word in ("—", "«", "“")
    return word[:1].isupper() or word[:1].isdigit() or (not word[:1].isalnum() and word not in ",;:")


def _certain(words: Sequence[str], end: int, abbreviations: frozenset[str]) -> bool | None:
    """None after an abbreviation or an initial, False inside a bracketed omission, else True."""
    if words[end] != ".":
        return None if words[end] in ("(...)",) or _in_brackets(words, end) else True
    before = words[end - 1] if end else ""
    if before.lower() in abbreviations or (len(before) == 1 and before.isupper()):
        return None
    return True


def _in_brackets(words: Sequence[str], end: int) -> bool:
    return end > 0 and words[end - 1] in "([" and end + 1 < len(words) and words[end + 1] in ")]"
