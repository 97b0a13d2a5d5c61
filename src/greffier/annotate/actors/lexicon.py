"""Role nouns and pronouns of one language, from `lang/<language>/roles.toml` and `pronouns.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from greffier.lang import load_table
from greffier.resolve.phrases import PhraseIndex, fold

_PREPOSITION = re.compile(r" (?=(?:de|d'|des|du|à|au|aux|en|of|for|to|the|and|et|in)\b)|(?=-(?:in|en)-)")


@dataclass(frozen=True, slots=True)
class Role:
    """What a group of role nouns says of who is meant (the keys are explained in lang/fr/roles.toml)."""

    id: str
    sectors: tuple[str, ...]
    kind: str
    country: str
    title: bool
    of: bool
    offices: tuple[str, ...]
    bare: str | None


@dataclass(frozen=True, slots=True)
class RoleForm:
    """One form of a role noun: its role, number, and gender where the form shows it."""

    role: Role
    word: str
    plural: bool
    feminine: bool | None


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a personal or possessive pronoun agrees with; None where it may be either."""

    plural: bool
    gender: str | None
    animate: bool | None
    object: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The role nouns and pronouns of one language."""

    roles: PhraseIndex[RoleForm]
    adjectives: dict[str, str]
    spheres: dict[str, str]
    former: frozenset[str]
    personal: dict[str, Pronoun]
    possessive: dict[str, Pronoun]
    words: dict[str, frozenset[str]]


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The lexicon of a served language, read once."""
    table = load_table(language, "roles")
    pronouns = load_table(language, "pronouns")
    roles: PhraseIndex[RoleForm] = PhraseIndex()
    for entry in table["roles"]:
        role = _role(entry)
        for line in entry["words"]:
            for form in role_forms(role, line, language):
                roles.add(form.word.lower() if not form.word.isupper() else form.word, form)
    adjectives, spheres = (
        {fold(form): code for code, lines in table[name].items() for line in lines for form in line.split("|")}
        for name in ("adjectives", "spheres")
    )
    lists = {key: frozenset(value) for key, value in pronouns.items() if key not in ("personal", "possessive")}
    return Lexicon(
        roles,
        adjectives,
        spheres,
        frozenset(table["former"]["words"]),
        _pronouns(pronouns["personal"]),
        _pronouns(pronouns["possessive"]),
        lists,
    )


def _role(entry: dict[str, Any]) -> Role:
    return Role(
        entry["id"],
        tuple(entry.get("sector", "").split("+")) if entry.get("sector") else (),
        entry["kind"],
        entry["country"],
        entry.get("title", False),
        entry.get("of", False),
        tuple(entry.get("office", "").split("|")) if entry.get("office") else (),
        entry.get("bare"),
    )


def _pronouns(entries: list[dict[str, Any]]) -> dict[str, Pronoun]:
    found: dict[str, Pronoun] = {}
    for entry in entries:
        pronoun = Pronoun(
            entry["number"] == "Plur", entry.get("gender"), entry.get("animate"), entry.get("object", False)
        )
        for word in entry["words"]:
            found[word] = pronoun
    return found


def role_forms(role: Role, line: str, language: str) -> list[RoleForm]:
    """All forms of one entry `masculine|feminine`; a form that ends in `=` has no other number."""
    found: list[RoleForm] = []
    genders = line.split("|")
    for position, word in enumerate(genders):
        feminine = None if len(genders) == 1 else position == 1
        fixed = word.endswith("=")
        word = word.rstrip("=")
        if fixed:
            found.append(RoleForm(role, word, _looks_plural(word, language), feminine))
            continue
        found.append(RoleForm(role, word, False, feminine))
        many = plural(word, language)
        if many != word:
            found.append(RoleForm(role, many, True, feminine))
    return found


def _looks_plural(word: str, language: str) -> bool:
    first = word.split(" ")[0] if language == "fr" else word.split(" ")[-1]
    return first.endswith("s") or first in ("people", "police")


def plural(phrase: str, language: str) -> str:
    """The plural of a role noun, by rule: of all words before a preposition in French, of the last in English."""
    head = _PREPOSITION.split(phrase, maxsplit=1)[0]
    tail = phrase[len(head) :]
    words = head.split(" ")
    if language == "fr":
        return " ".join(_french_plural(w) for w in words) + tail
    words[-1] = _english_plural(words[-1])
    return " ".join(words) + tail


def _french_plural(word: str) -> str:
    if word[-1] in "sxz" or word.isupper():
        return word
    if word.endswith("al") and not word.endswith("cheval"):
        return word[:-2] + "aux"
    return word + ("x" if word.endswith(("au", "eu")) else "s")


def _english_plural(word: str) -> str:
    if word.endswith("child"):
        return word + "ren"
    if word.endswith(("man", "woman")) and word not in ("german", "human"):
        return word[:-2] + "en"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")
