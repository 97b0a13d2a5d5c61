"""Metonymy: is `Washington` the government of the United States, or where something happens?

An agent, an object or a partner of an act is the government; what stands after a preposition of place, after a noun of
place or before the colon of a heading is a place (Markert & Nissim 2007 give the classes).
"""

from __future__ import annotations

from greffier.annotate.actors.scan import NameHit, Scene, folded
from greffier.parse.doc import Token

_ENDS = frozenset({",", ".", ")", ";", ":", "", "!", "?", "-", "–", "—"})
_AGENT = frozenset({"nsubj", "nsubj:pass", "obl:agent", "iobj", "vocative", "nsubj:caus", "csubj"})


def head_of(scene: Scene, first: int, last: int) -> Token:
    """The syntactic head of tokens `first` to `last`."""
    for i in range(first, last + 1):
        token = scene.tokens[i]
        if token.head is token or not first <= token.head.i <= last:
            return token
    return scene.tokens[last]


def is_place(scene: Scene, hit: NameHit) -> tuple[bool, str]:
    """Does this name of a state, capital or seat only say where? And why."""
    words = scene.words.words
    head = head_of(scene, hit.first, hit.last)
    if why := _by_position(scene, hit):
        return True, why
    preposition, article = _preposition(scene, hit)
    if preposition is None and head.dep == "conj":
        other = scene.names.get(head.head.i)
        if other is not None and other.first < hit.first:
            return is_place(scene, other)
    if preposition in words["locative"] and _opens_sentence(scene, hit):
        return True, f"place: {preposition} … at the head of the sentence"
    if preposition in words["locative"]:
        return _locative(scene, head, preposition, article)
    if preposition in words["of"]:
        near = _preposition_before(scene, hit)
        if near in words["locative"]:
            return True, f"place: after {near} {preposition}"
        noun = _noun_before(scene, hit.first)
        if noun is not None and (noun.lemma in words["place_noun"] or noun.lower in words["place_noun"]):
            return True, f"place: after {noun.text}"
    if head.dep == "obj" and head.head.lemma in words["motion"]:
        return True, f"place: object of {head.head.lemma}"
    if head.dep in _AGENT:
        return False, "agent of an act: its government"
    return False, "takes part in an act: its government"


def _by_position(scene: Scene, hit: NameHit) -> str | None:
    """A topic before a colon, a dateline, brackets, or a place that another place names closer."""
    start, end = scene.sentence_start(hit.first), scene.sentence_end(hit.first)
    before = scene.tokens[hit.first - 1].text if hit.first > start else ""
    after = scene.tokens[hit.last + 1].text if hit.last + 1 < end else ""
    if not before and after in (":", "("):
        return "place: the heading's topic" if after == ":" else "place: a dateline"
    if before in "([" and after in ")]" and before and after:
        return "place: in brackets"
    if before == "," and after in _ENDS and _follows_a_place(scene, hit):
        return "place: says where the place before is"
    if after == "-" and hit.last + 2 < end and scene.tokens[hit.last + 2].lower in scene.words.words["based"]:
        return "place: only says where from"
    return None


def _opens_sentence(scene: Scene, hit: NameHit) -> bool:
    """`À Washington, l'OEA a refusé`: the first words, and a comma after them."""
    start, after = scene.sentence_start(hit.first), hit.last + 1
    return hit.first - start <= 2 and after < len(scene.tokens) and scene.tokens[after].text == ","


def _follows_a_place(scene: Scene, hit: NameHit) -> bool:
    """Is the word before the comma a place or an unknown name?"""
    before = hit.first - 2
    if before < scene.sentence_start(hit.first) or before in scene.roles:
        return False
    known = scene.names.get(before)
    if known is not None:
        return known.names[0].how == "capital" or known.names[0].entity.kind == "place"
    return before in scene.places or scene.tokens[before].pos == "PROPN"


def _preposition(scene: Scene, hit: NameHit) -> tuple[str | None, str]:
    """The preposition directly before a name, and the article between."""
    i, start, article = hit.first - 1, scene.sentence_start(hit.first), ""
    while i >= start and scene.tokens[i].pos in ("DET", "ADJ") and i not in scene.names:
        article = scene.tokens[i].lower
        i -= 1
    if i < start or scene.tokens[i].pos not in ("ADP", "SCONJ", "PART", "ADV"):
        return None, article
    return scene.tokens[i].lower, article


def _preposition_before(scene: Scene, hit: NameHit) -> str:
    """The word before the preposition of a name (`près de Paris`)."""
    i, start = hit.first - 1, scene.sentence_start(hit.first)
    while i > start and scene.tokens[i].pos == "DET":
        i -= 1
    return scene.tokens[i - 1].lower if i > start else ""


def _locative(scene: Scene, head: Token, preposition: str, article: str) -> tuple[bool, str]:
    words = scene.words.words
    if preposition in words["to"]:
        above = (head.head,) if head.head.pos == "VERB" else (head.head, head.head.head)
        governor = next((g for g in above if g.lemma in words["dative"]), None)
        if governor is not None or article in words["to_article"] or head.dep == "iobj":
            return False, f"receiver of {(governor or head.head).lemma}: its government"
    return True, f"place: after {preposition}"


def _noun_before(scene: Scene, i: int) -> Token | None:
    for j in range(i - 1, max(scene.sentence_start(i), i - 6) - 1, -1):
        token = scene.tokens[j]
        if token.pos in ("NOUN", "PROPN"):
            return token
        if token.pos not in ("ADP", "DET", "ADJ"):
            return None
    return None


def names_people(scene: Scene, hit: NameHit) -> bool:
    """Is this adjective of a country used as a noun (`les Russes`, `Russians`)?"""
    token = scene.tokens[hit.last]
    if scene.doc.language == "fr":
        if token.pos == "ADJ" and not token.text[0].isupper():
            return False
        return token.text[0].isupper()
    if token.dep in ("amod", "compound", "nmod") and token.head.i > token.i:
        return False
    if token.text.endswith("s"):
        return True
    return hit.first > 0 and folded(scene.tokens[hit.first - 1]) in ("the", "a", "an")
