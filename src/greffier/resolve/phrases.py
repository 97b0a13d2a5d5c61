"""Find many phrases in a text at once: a trie over its words, lower-cased and without accents; linear in the text.

Words are compared as atoms: runs of letters and figures, so that `l'Iran`, `Guinea-Bissau`, `U.S.` and `Etats-Unis`
are found whatever the tokenizer does with apostrophes, hyphens and full stops.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from greffier.parse.doc import Token

P = TypeVar("P")
R = TypeVar("R")

_ATOM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?|[^\W_]+")
_JOINERS = frozenset("-'’–‐‑")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ð": "d"})


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word in lower case without accents, ligatures resolved."""
    word = word.lower()
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word.translate(_LIGATURES)) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def split_atoms(text: str) -> tuple[str, ...]:
    """The words of a text as written; an abbreviation with full stops is one word without them."""
    return tuple(m[0].replace(".", "") for m in _ATOM.finditer(text))


class Atoms(NamedTuple):
    """The words of an article: as written, folded, and the token each belongs to. Punctuation is an empty word."""

    texts: list[str]
    folded: list[str]
    tokens: list[int]


def atoms_of(tokens: Iterable[Token]) -> Atoms:
    """The atoms of an article's tokens, in order."""
    texts: list[str] = []
    owners: list[int] = []
    for token in tokens:
        text = token.text
        if text.isalnum():
            texts.append(text)
            owners.append(token.i)
            continue
        parts = split_atoms(text)
        if parts:
            texts.extend(parts)
            owners.extend([token.i] * len(parts))
        elif text not in _JOINERS:
            texts.append("")
            owners.append(token.i)
    return Atoms(texts, [fold(t) for t in texts], owners)


class _Node(Generic[P]):
    __slots__ = ("ends", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[P]] = {}
        self.ends: list[tuple[int, P]] | None = None


class Found(NamedTuple, Generic[P]):
    """Atoms `first` to `last` (exclusive) are a phrase that stands for `payloads`."""

    first: int
    last: int
    payloads: list[P]


class PhraseIndex(Generic[P]):
    """Phrases and what each stands for. A phrase written with a capital is only found with a capital.

    The trie below a first word is built when a text has that word: most words of most tables are never met.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[tuple[str, P]]] = {}
        self._built: dict[str, _Node[P]] = {}

    def add(self, phrase: str, payload: P) -> None:
        """Let a phrase stand for a payload, beside what it stands for already."""
        first = _ATOM.search(phrase)
        if first is not None:
            key = fold(first[0].replace(".", ""))
            if key in self._built:
                _insert(self._built[key], phrase, payload)
            else:
                self._waiting.setdefault(key, []).append((phrase, payload))

    def _start(self, word: str) -> _Node[P] | None:
        """The node of a first word."""
        node = self._built.get(word)
        if node is None and word in self._waiting:
            node = self._built[word] = _Node()
            for phrase, payload in self._waiting.pop(word):
                _insert(node, phrase, payload)
        return node

    def lookup(self, phrase: str) -> list[P]:
        """What a whole phrase stands for, whatever its case."""
        words = [fold(word) for word in split_atoms(phrase)]
        node = self._start(words[0]) if words else None
        for word in words[1:]:
            node = node.next.get(word) if node else None
        return [payload for _, payload in node.ends or []] if node else []

    def scan(self, atoms: Atoms, accept: Callable[[Found[P]], R | None]) -> Iterator[R]:
        """What `accept` makes of the longest phrases it does not refuse, leftmost first, without overlap."""
        folded, i, size = atoms.folded, 0, len(atoms.folded)
        built, waiting = self._built, self._waiting
        while i < size:
            word = folded[i]
            following = i + 1
            if word in built or word in waiting:
                for found in self._from(atoms, i):
                    made = accept(found)
                    if made is not None:
                        yield made
                        following = found.last
                        break
            i = following

    def _from(self, atoms: Atoms, first: int) -> list[Found[P]]:
        """The phrases that begin at an atom, longest first."""
        folded, size = atoms.folded, len(atoms.folded)
        found: list[Found[P]] = []
        node = self._start(folded[first])
        last = first + 1
        while node is not None:
            if node.ends is not None:
                words = atoms.texts[first:last]
                payloads = [payload for case, payload in node.ends if _fits(words, case)]
                if payloads:
                    found.append(Found(first, last, payloads))
            node = node.next.get(folded[last]) if last < size else None
            last += 1
        found.reverse()
        return found


def _insert(node: _Node[P], phrase: str, payload: P) -> None:
    """Put a phrase below the node of its first word."""
    words = split_atoms(phrase)
    for word in words[1:]:
        word = fold(word)
        if word not in node.next:
            node.next[word] = _Node()
        node = node.next[word]
    if node.ends is None:
        node.ends = []
    node.ends.append((case_of(words), payload))


UPPER, ANY = -2, -1  # how a phrase must be written; otherwise the number of the word that needs a capital


def case_of(words: Iterable[str]) -> int:
    """How a phrase must be written to be found: UPPER for acronyms, the place of its last capital, or ANY."""
    words = list(words)
    if len(words) == 1 and 2 <= len(words[0]) <= 6 and words[0].isupper():
        return UPPER
    return max((i for i, word in enumerate(words) if word[0].isupper()), default=ANY)


def _fits(words: list[str], case: int) -> bool:
    if case == ANY:
        return True
    if case == UPPER:
        return words[0].isupper() or (len(words[0]) > 3 and words[0][0].isupper())
    return words[case][:1].isupper() or words[case][:1].isdigit()
