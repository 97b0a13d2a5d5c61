"""Contexts: the PLOVER contexts of an event from the words around it (`lang/<language>/context.toml`)."""

from __future__ import annotations

from functools import lru_cache

from greffier.annotate.events.draft import Draft
from greffier.lang import load_table
from greffier.parse.doc import Doc

_MOST = 3
_SECTORS = {"MIL": "military", "LEG": "legislative", "JUD": "legal", "REB": "military"}


@lru_cache(maxsize=8)
def _words(language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for context, words in load_table(language, "context")["contexts"].items():
        for word in words:
            found[word] = (*found.get(word, ()), context)
    return found


class Contexts:
    """Finds contexts sentence by sentence, each sentence looked through once."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = _words(doc.language)
        self._found: dict[int, dict[str, int]] = {}

    def of(self, draft: Draft) -> list[str]:
        """Up to three contexts: those of the frame, then by how many words of the sentence point to them."""
        found = list(draft.candidate.frame.context)
        counts = dict(self._sentence(draft.candidate.head.sent))
        for filler in (*draft.actors, *draft.recipients):
            context = _SECTORS.get(filler.side.sector or "")
            if context:
                counts[context] = counts.get(context, 0) + 1
        for context in sorted(counts, key=lambda c: -counts[c]):
            if context not in found and len(found) < _MOST:
                found.append(context)
        return found

    def _sentence(self, index: int) -> dict[str, int]:
        if index not in self._found:
            counts: dict[str, int] = {}
            for token in self.doc.sentence_tokens(index):
                for context in self.words.get(token.lemma, ()) or self.words.get(token.lower, ()):
                    counts[context] = counts.get(context, 0) + 1
            self._found[index] = counts
        return self._found[index]
