"""Cues: the words that introduce a quotation, from `lang/<language>/cues.toml`, and where they stand in a text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from greffier.lang import load_table
from greffier.parse.doc import Doc, Token

_VERBAL = frozenset({"VERB", "AUX"})
_PARTICIPLE = frozenset({"ADJ", "NOUN", "PROPN", "ADV"})  # what the tagger makes of rare verbs
_BETWEEN = frozenset({"ADV", "PRON", "PART", "AUX"})


class CueEntry(NamedTuple):
    """One cue: `words` are lemmas in order; `takes` the forms its content may have; `to` the slots of the addressee."""

    name: str
    words: tuple[str, ...]
    kind: str  # verb noun preposition
    group: str
    takes: frozenset[str]
    to: tuple[str, ...]


@dataclass(slots=True)
class Cue:
    """A cue in a text: `head` is the token the syntax hangs on, `tokens` all its words."""

    entry: CueEntry
    head: Token
    tokens: list[Token]


class CueTable(NamedTuple):
    """All cues of a language by the first lemma, and its other lists of words."""

    verbs: dict[str, tuple[CueEntry, ...]]
    nouns: dict[str, tuple[CueEntry, ...]]
    prepositions: dict[str, tuple[CueEntry, ...]]
    words: dict[str, frozenset[str]]


@lru_cache(maxsize=4)
def cue_table(language: str) -> CueTable:
    """The cues of a served language."""
    table = load_table(language, "cues")
    verbs: dict[str, list[CueEntry]] = defaultdict(list)
    nouns: dict[str, list[CueEntry]] = defaultdict(list)
    prepositions: dict[str, list[CueEntry]] = defaultdict(list)
    index = {"verb": verbs, "noun": nouns, "preposition": prepositions}
    for group in table["group"]:
        takes, to = frozenset(group["takes"]), tuple(group.get("to", ()))
        for name, *_examples in group["cues"]:
            words = tuple(str(name).split())
            index[group["kind"]][words[0]].append(CueEntry(name, words, group["kind"], group["name"], takes, to))
    longest_first = [
        {first: tuple(sorted(entries, key=lambda e: -len(e.words))) for first, entries in found.items()}
        for found in (verbs, nouns, prepositions)
    ]
    words_of = {name: frozenset(listed) for name, listed in table["words"].items()}
    return CueTable(longest_first[0], longest_first[1], longest_first[2], words_of)


def find_cues(doc: Doc) -> list[Cue]:
    """All words of an article that may introduce a quotation, in text order."""
    table = cue_table(doc.language)
    found: list[Cue] = []
    taken: set[int] = set()
    for token in doc.tokens:
        if token.i in taken or token.pos == "PUNCT":
            continue
        cue = _cue_at(doc, token, table)
        if cue is not None:
            found.append(cue)
            taken.update(t.i for t in cue.tokens)
    return found


def _cue_at(doc: Doc, token: Token, table: CueTable) -> Cue | None:
    lemma = token.lemma.lower()
    entries = table.prepositions.get(token.lower, ())
    for entry in entries:
        tokens = _sequence(doc, token, entry.words, exact=True)
        if tokens:
            return Cue(entry, token, tokens)
    if token.pos in _VERBAL or (token.pos in _PARTICIPLE and lemma in table.verbs and lemma != token.lower):
        for entry in table.verbs.get(lemma, ()):
            tokens = _sequence(doc, token, entry.words, exact=False)
            if tokens:
                return Cue(entry, _verb_head(tokens), tokens)
    if token.pos in ("NOUN", "PROPN"):
        for entry in table.nouns.get(lemma, ()):
            tokens = _sequence(doc, token, entry.words, exact=False)
            if tokens:
                return Cue(entry, token, tokens)
    return None


def _sequence(doc: Doc, token: Token, words: tuple[str, ...], *, exact: bool) -> list[Token] | None:
    """The tokens that match `words` from `token` on; adverbs and pronouns may stand between the words of a verb."""
    tokens = [token]
    at = token.i
    for word in words[1:]:
        for step in range(1, 5):
            if at + step >= len(doc.tokens):
                return None
            following = doc.tokens[at + step]
            if following.sent != token.sent:
                return None
            if word in (following.lower, following.lemma.lower()):
                tokens.append(following)
                at = following.i
                break
            if exact or following.pos not in _BETWEEN:
                return None
        else:
            return None
    return tokens


def _verb_head(tokens: list[Token]) -> Token:
    """Of a cue of several words the one that heads the others."""
    members = {t.i for t in tokens}
    for token in tokens:
        if token.head.i not in members or token.head is token:
            return token
    return tokens[0]
