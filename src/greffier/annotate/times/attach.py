"""A time between a verb and its object takes the object's place in the parser's eyes: it is given back here.

`Moscou a accusé vendredi Washington de mentir`: the parser makes `vendredi` the object and hangs `Washington` on it.
"""

from __future__ import annotations

from collections.abc import Iterable

from greffier.model import TimeRef
from greffier.parse.doc import Doc, Token

_ARGUMENTS = frozenset({"obj", "iobj", "nsubj", "nsubj:pass", "obl:arg", "xcomp", "dep"})
_NAMES = frozenset({"PROPN", "NOUN", "PRON"})


def free_arguments(doc: Doc, times: Iterable[TimeRef]) -> None:
    """Make times adverbial in the syntax of a document, and hang what stands on them where it belongs."""
    for time in times:
        start, end = doc.source.clean_offset(time.start), doc.source.clean_offset(time.end)
        inside = doc.tokens_between(start, end)
        top = next((t for t in inside if t.head is not t and not start <= t.head.start < end), None)
        if top is None or top.dep not in _ARGUMENTS or top.pos == "VERB":
            continue
        for child in [c for c in top.children if c.start >= end and _is_argument(c)]:
            top.children.remove(child)
            child.head, child.dep = top.head, top.dep
            top.head.children.append(child)
        top.dep = "obl:mod"
        top.head.children.sort(key=lambda t: t.i)


def _is_argument(token: Token) -> bool:
    """A name or noun that no preposition ties to the time."""
    return token.pos in _NAMES and token.dep in ("nmod", "appos", "flat:name", "dep") and token.child("case") is None
