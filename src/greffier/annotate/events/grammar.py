"""The few words of a language that its slots depend on (`lang/<language>/grammar.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from greffier.lang import load_table


@dataclass(frozen=True)
class Grammar:
    """The words of one language that slots depend on."""

    prepositions: dict[str, str]
    agent: frozenset[str]
    dative: frozenset[str]
    of: frozenset[str]
    relative: frozenset[str]
    personal: frozenset[str]
    reflexive: frozenset[str]
    possessive: frozenset[str]
    place: frozenset[str]
    setting: frozenset[str]
    remembering: frozenset[str]
    first_person: frozenset[str]
    among: frozenset[str]
    demonstrative: frozenset[str]
    definite: frozenset[str]
    loose: frozenset[str]
    have: frozenset[str]
    negation: frozenset[str]
    undergo: frozenset[str]
    occurrence: frozenset[str]
    hitting: frozenset[str]
    attributing: frozenset[str]
    act: frozenset[str]
    first_person_owner: frozenset[str]
    wanting: frozenset[str]
    unaccusative: frozenset[str]
    subject_control: frozenset[str]
    support: frozenset[str]
    support_passive: frozenset[str]
    quantity: frozenset[str]
    crowd: frozenset[str]


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar:
    """The grammar words of a language."""
    table = load_table(language, "grammar")
    return Grammar(prepositions=table["prepositions"], **{k: frozenset(v) for k, v in table["words"].items()})
