"""Cues: the words that introduce a quotation, from `lang/<language>/cues.toml`, and where they stand in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from greffier.annotate.quotes_page import Page
from greffier.lang import load_table
from greffier.parse.doc import Doc, Token

_VERBAL = frozenset({"VERB", "AUX"})
_GRAVE = re.compile("é([bcdfghjklmnpqrstvxyz]{1,2})$")
_MISTAGGED = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "X"})  # what the tagger makes of verbs it does not know
_BETWEEN = frozenset({"ADV", "PRON", "PART", "AUX"})


class CueEntry(NamedTuple):
    """One cue: `words` are lemmas in order; `takes` the forms its content may have; `to` the slots of the addressee.

    `only_quoted` are the forms that count only with words in quotation marks.
    """

    name: str
    words: tuple[str, ...]
    kind: str  # verb noun preposition
    groups: frozenset[str]
    takes: frozenset[str]
    to: tuple[str, ...]
    reflexive: bool | None  # must it be, must it not be; None where both will do
    only_quoted: frozenset[str] = frozenset()


@dataclass(slots=True)
class Cue:
    """A cue in a text: `head` is the token the syntax hangs on, `tokens` all its words.

    `finite`: a verb known to be finite by its form, whatever the tagger says.
    """

    entry: CueEntry
    head: Token
    tokens: list[Token]
    finite: bool = False


class CueTable(NamedTuple):
    """All cues of a language by the first lemma, and its other lists of words."""

    verbs: dict[str, tuple[CueEntry, ...]]
    nouns: dict[str, tuple[CueEntry, ...]]
    prepositions: dict[str, tuple[CueEntry, ...]]
    words: dict[str, frozenset[str]]
    finite: frozenset[str]  # those of the forms that are finite
    forms: dict[str, str]  # some forms of the verbs, to know them again where the tagger does not


@lru_cache(maxsize=4)
def cue_table(language: str) -> CueTable:
    """The cues of a served language."""
    table = load_table(language, "cues")
    verbs: dict[str, list[CueEntry]] = defaultdict(list)
    nouns: dict[str, list[CueEntry]] = defaultdict(list)
    prepositions: dict[str, list[CueEntry]] = defaultdict(list)
    index = {"verb": verbs, "noun": nouns, "preposition": prepositions}
    for group in table["group"]:
        for name, *_examples in group["cues"]:
            entry = _entry(str(name), group, language)
            entries = index[group["kind"]][entry.words[0]]
            same = next((e for e in entries if e.words == entry.words and e.reflexive == entry.reflexive), None)
            if same is not None:
                entries.remove(same)
                entry = _joined(same, entry)
            entries.append(entry)
    longest_first = [
        {first: tuple(sorted(entries, key=lambda e: -len(e.words))) for first, entries in found.items()}
        for found in (verbs, nouns, prepositions)
    ]
    words_of = {name: frozenset(listed) for name, listed in table["words"].items()}
    words_of["viewers"] |= _role_nouns(language)
    return CueTable(longest_first[0], longest_first[1], longest_first[2], words_of, *_forms(table, verbs, language))


def _role_nouns(language: str) -> frozenset[str]:
    """Single nouns for persons and bodies, from the roles that actors are found by."""
    roles = [r for r in load_table(language, "roles")["roles"] if r.get("kind") in ("person", "body")]
    forms = [form.rstrip("=") for role in roles for word in role["words"] for form in word.split("|")]
    return frozenset(form.lower() for form in forms if " " not in form)


def _entry(name: str, group: dict[str, Any], language: str) -> CueEntry:
    words = tuple(name.split())
    reflexive = words[0] in ("se", "s'") if language == "fr" and group["kind"] == "verb" else None
    takes = frozenset(group["takes"])
    return CueEntry(
        name=name,
        words=words[1:] if reflexive else words,
        kind=group["kind"],
        groups=frozenset({group["name"]}),
        takes=takes,
        to=tuple(group.get("to", ())),
        reflexive=reflexive,
        only_quoted=takes if group.get("only_quoted") else frozenset(),
    )


def _joined(one: CueEntry, other: CueEntry) -> CueEntry:
    """One verb in two groups takes what either takes; what one of them takes freely needs no quotation marks."""
    free = (one.takes - one.only_quoted) | (other.takes - other.only_quoted)
    takes = one.takes | other.takes
    return one._replace(
        groups=one.groups | other.groups,
        takes=takes,
        to=tuple(dict.fromkeys((*one.to, *other.to))),
        only_quoted=takes - free,
    )


def _forms(
    table: dict[str, Any], verbs: dict[str, list[CueEntry]], language: str
) -> tuple[frozenset[str], dict[str, str]]:
    """Third persons and participles by which the verbs are known again: `juge`, `jugent`, `jugé`; `claims`."""
    finite: dict[str, str] = {}
    other: dict[str, str] = {}
    for lemma in verbs:
        if language == "fr" and lemma.endswith("er"):
            stem = lemma[:-2]
            grave = _GRAVE.sub(r"è\1", stem)  # suggérer, suggère
            finite.update(dict.fromkeys((grave + "e", grave + "ent", stem + "ait", stem + "aient", stem + "a"), lemma))
            other.update(dict.fromkeys((stem + "é", stem + "ée", stem + "és", stem + "ées", stem + "ant"), lemma))
        elif language == "en":
            finite[lemma + "s"] = lemma
            other[lemma.removesuffix("e") + "ed"] = lemma
    for lemma, listed in table["forms"].items():
        finite.update(dict.fromkeys(listed, lemma))
    return frozenset(finite), {**other, **finite}


def find_cues(page: Page, table: CueTable) -> list[Cue]:
    """All words of an article that may introduce a quotation, in text order."""
    doc = page.doc
    found: list[Cue] = []
    taken: set[int] = set()
    for token in doc.tokens:
        if token.i in taken or token.pos == "PUNCT":
            continue
        cue = _preposition_at(doc, token, table) or _verb_at(page, token, table) or _noun_at(doc, token, table)
        if cue is not None:
            found.append(cue)
            taken.update(t.i for t in cue.tokens)
    return found


def _preposition_at(doc: Doc, token: Token, table: CueTable) -> Cue | None:
    for entry in table.prepositions.get(token.lower, ()):
        tokens = _sequence(doc, token, entry.words, exact=True)
        if tokens:
            return Cue(entry, token, tokens)
    return None


def _verb_at(page: Page, token: Token, table: CueTable) -> Cue | None:
    doc, lemma = page.doc, token.lemma.lower()
    if token.pos not in _VERBAL:
        lemma = _mistagged_verb(page, token, table)
    elif lemma not in table.verbs:
        lemma = table.forms.get(token.lower, "")
    entries = table.verbs.get(lemma)
    if not entries:
        return None
    reflexive = _is_reflexive(doc, token, table)
    for entry in entries:
        if entry.reflexive is not None and entry.reflexive != reflexive:
            continue
        tokens = _sequence(doc, token, entry.words, exact=False)
        if tokens:
            return Cue(entry, _verb_head(tokens), tokens, _is_known_finite(page, token, table))
    return None


def _is_known_finite(page: Page, token: Token, table: CueTable) -> bool:
    """A form that can only be, or in a sentence without another verb must be, finite: `décrit` taken for a participle."""
    if token.feat("VerbForm") == "Fin" or token.feat("Mood") is not None:
        return True
    if token.lower not in table.finite:
        return False
    before = page.tokens[token.i - 1] if token.i else None
    if token.feat("VerbForm") == "Inf" or token.i - 1 in page.by_close or token.i - 2 in page.by_close:
        return True
    if before is not None and (before.pos == "AUX" or before.text == ","):
        return token.pos not in _VERBAL
    return token.pos not in _VERBAL or not _has_verb(page, token)


def _mistagged_verb(page: Page, token: Token, table: CueTable) -> str:
    """The lemma of a verb that the tagger took for a noun or adjective, known by its form and by what stands around.

    It follows a closing quotation mark or an auxiliary; it comes before `que`, a colon, an opening mark or `-t-il`;
    or there is no other verb in its sentence.
    """
    tokens = page.tokens
    lemma = table.forms.get(token.lower, "")
    if not lemma or token.pos not in _MISTAGGED or token.i + 1 >= len(tokens):
        return ""
    before = tokens[token.i - 1] if token.i else None
    following = tokens[token.i + 1]
    if before is not None and before.pos in ("DET", "ADP", "NUM"):
        return ""
    if before is not None and (before.pos == "AUX" or before.lower in table.words["reflexives"]):
        return lemma
    at = token.i - 2 if before is not None and before.text == "," else token.i - 1
    if at in page.by_close or following.lower in table.words["inverted"]:
        return lemma
    if token.dep == "acl" and (following.lower in table.words["as_marks"] or following.i in page.by_open):
        return lemma
    introduces = (
        following.lower in table.words["complementizers"] or following.text == ":" or following.i in page.by_open
    )
    return lemma if introduces or not _has_verb(page, token) else ""


def _has_verb(page: Page, token: Token) -> bool:
    """Does the segment have another main verb at the depth of the token?"""
    segment = page.segment(token)
    subordinate = False
    for other in page.tokens[segment.first : segment.last]:
        if other.pos == "SCONJ" or other.feat("PronType") == "Rel":
            subordinate = True
        if (other.feat("VerbForm") == "Fin" or other.feat("Mood") is not None) and page.holders[
            other.i
        ] is segment.holder:
            if not subordinate:
                return True
            subordinate = False
    return False


def _noun_at(doc: Doc, token: Token, table: CueTable) -> Cue | None:
    if token.pos not in ("NOUN", "PROPN"):
        return None
    for entry in table.nouns.get(token.lemma.lower(), ()):
        tokens = _sequence(doc, token, entry.words, exact=False)
        if tokens:
            return Cue(entry, token, tokens)
    return None


def _is_reflexive(doc: Doc, token: Token, table: CueTable) -> bool:
    """`s'est félicité`, `se réjouit`: a reflexive pronoun before the verb and its auxiliaries."""
    for index in range(token.i - 1, max(-1, token.i - 5), -1):
        before = doc.tokens[index]
        if before.lower in table.words["reflexives"]:
            return True
        if before.pos not in ("AUX", "ADV", "PRON", "PART"):
            return False
    return False


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
