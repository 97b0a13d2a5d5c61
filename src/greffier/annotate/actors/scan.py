"""What the tables and the lexicon find in an article, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from greffier.annotate.actors.lexicon import Lexicon, RoleForm, lexicon
from greffier.model import Place
from greffier.parse.doc import Doc, Token
from greffier.resolve.knowledge import Entity, How, Knowledge, Name, days_of, knowledge
from greffier.resolve.phrases import Atoms, Found, atoms_of, fold

_ASCII = frozenset(map(chr, range(128)))
_MARKS = {"«": "»", "“": "”", '"': '"', "``": "''"}
_FUNCTION = frozenset({"DET", "ADP", "AUX", "ADV", "CCONJ", "SCONJ", "NUM", "PART", "INTJ"})


class NameHit(NamedTuple):
    """Tokens `first` to `last` (inclusive) are a name of one of `names`."""

    first: int
    last: int
    names: list[Name]
    also: Entity | None = None  # the other country of `américano-russe`


class RoleHit(NamedTuple):
    """Tokens `first` to `last` (inclusive) are a role noun."""

    first: int
    last: int
    form: RoleForm


@dataclass(slots=True)
class Scene:
    """An article at work: what was found where, by token index."""

    doc: Doc
    tokens: list[Token]
    known: Knowledge
    words: Lexicon
    days: tuple[str, str] | None
    names: dict[int, NameHit] = field(default_factory=dict)
    roles: dict[int, RoleHit] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    quoted: frozenset[int] = frozenset()
    run_starts: set[int] = field(default_factory=set)
    acronyms: dict[int, int] = field(default_factory=dict)

    def sentence_end(self, i: int) -> int:
        """The index after the last token of the sentence of token `i`."""
        return self.doc.sentences[self.tokens[i].sent].last

    def sentence_start(self, i: int) -> int:
        """The index of the first token of the sentence of token `i`."""
        return self.doc.sentences[self.tokens[i].sent].first


def scan(doc: Doc, places: list[Place], published: str | None) -> Scene:
    """Names, role nouns and places of an article by token. Linear in the article."""
    scene = Scene(doc, doc.tokens, knowledge(), lexicon(doc.language), days_of(published))
    scene.quoted = _quoted(doc)
    atoms = atoms_of(doc.tokens)
    for place in places:
        start, end = doc.source.clean_offset(place.start), doc.source.clean_offset(place.end)
        for token in doc.tokens_between(start, end):
            scene.places[token.i] = place
    prefix: NameHit | None = None
    for hit in scene.known.names(doc.language).scan(atoms, lambda found: _name_hit(scene, atoms, found)):
        if prefix is not None and hit.first - prefix.last <= 2 and hit.names[0].how == "demonym":
            hit = NameHit(prefix.first, hit.last, hit.names, prefix.names[0].entity)
        prefix = hit if hit.names[0].how == "prefix" else None
        for i in range(hit.first, hit.last + 1):
            scene.names[i] = hit
    _name_places(scene, places)
    for role in scene.words.roles.scan(atoms, lambda found: _role_hit(scene, atoms, found)):
        for i in range(role.first, role.last + 1):
            scene.roles[i] = role
    return scene


def _quoted(doc: Doc) -> frozenset[int]:
    """The tokens inside quotation marks; marks that do not pair end with their block."""
    inside: set[int] = set()
    opened: str | None = None
    block = -1
    for token in doc.tokens:
        if doc.sentences[token.sent].block != block and opened != "«":
            opened = None
        block = doc.sentences[token.sent].block
        if opened is None and token.text in _MARKS:
            opened = token.text
        elif opened is not None and token.text == _MARKS[opened]:
            opened = None
        elif opened is not None:
            inside.add(token.i)
    return frozenset(inside)


def _name_places(scene: Scene, places: list[Place]) -> None:
    """Cities, regions and waters stand beside the names of the tables: whose a role is may be said by them too.

    Where both know a name and disagree on the country (Georgia, Niger), the gazetteer has looked at the places around.
    """
    covered: dict[str, list[int]] = {}
    for i, place in scene.places.items():
        covered.setdefault(place.id, []).append(i)
    for place in places:
        tokens = covered.get(place.id)
        if not tokens or place.country is None or place.kind == "country":
            continue
        held = [scene.names[i] for i in tokens if i in scene.names]
        if any(_outranks(hit, place, len(tokens)) for hit in held):
            continue
        entity = Entity(place.name, "place", place.country, (), "gazetteer", sort=place.kind)
        for hit in held:
            for i in range(hit.first, hit.last + 1):
                scene.names.pop(i, None)
        made = NameHit(tokens[0], tokens[-1], [Name(entity, "name")])
        for i in tokens:
            scene.names[i] = made


def _outranks(hit: NameHit, place: Place, tokens: int) -> bool:
    """Does a name of the tables stand although the gazetteer sees a place in it?"""
    if hit.last - hit.first + 1 < tokens:
        return False
    name = hit.names[0]
    if name.entity.kind == "state" and name.how == "name" and hit.last - hit.first + 1 == tokens:
        return all(n.entity.country == place.country for n in hit.names)
    return True


def _name_hit(scene: Scene, atoms: Atoms, found: Found[Name]) -> NameHit | None:
    """The hit in tokens, without the names that the words around forbid."""
    first, last = atoms.tokens[found.first], atoms.tokens[found.last - 1]
    text = " ".join(atoms.texts[found.first : found.last])
    generic = bool(scene.words.roles.lookup(text))
    names = [name for name in found.payloads if _may_be(scene, first, last, name, generic=generic)]
    names = [n for n in names if n.how != "surname"] or names
    if len(names) > 1 and scene.days is not None:
        days = scene.days
        names.sort(key=lambda n: not existed(n.entity, days))
    stance = _stance(scene, scene.tokens[first]) if names and names[0].how == "demonym" else None
    if stance is not None:
        how: How = "against" if stance in scene.words.words["against"] else "ethnic"
        names = [Name(n.entity, how) for n in names if how == "against" or stance in scene.words.words["ethnic"]]
    return NameHit(first, last, names) if names else None


def _may_be(scene: Scene, first: int, last: int, name: Name, *, generic: bool) -> bool:
    """Do the words around allow this name? `generic`: it is a role noun too (`Sénat`), which needs no table."""
    token = scene.tokens[first]
    if name.how == "prefix":
        after = scene.doc.text[token.start : token.end + 1]
        return "-" in after[1:]
    if name.how == "demonym":
        return token.pos in ("ADJ", "NOUN", "PROPN", "VERB", "X", "ADV", "DET")
    if name.how == "surname":
        return _is_surname(scene, first, last, name.entity)
    entity = name.entity
    if entity.kind not in ("group", "body", "seat", "media"):
        return True
    if generic and entity.country in scene.known.states and entity.kind != "group":
        return False
    if first > 0 and scene.tokens[first - 1].pos == "NUM" and token.text.isupper():
        return False
    if first == last == scene.sentence_start(first) and token.pos not in ("PROPN", "NOUN", "X"):
        return False
    return in_time(entity, scene.days)


def _stance(scene: Scene, token: Token) -> str | None:
    """The word that takes the country away from its adjective: `pro-russe`, `anti-American`, `ethnic Albanian`."""
    stance = scene.words.words["stance"]
    start = folded(token).split("-")[0]
    if "-" in token.text and start in stance:
        return start
    before = [scene.tokens[i].lower for i in range(max(0, token.i - 2), token.i)]
    word = before[0] if len(before) == 2 and before[1] == "-" else before[-1].rstrip("-") if before else ""
    return word if word in stance else None


def _is_surname(scene: Scene, first: int, last: int, entity: Entity) -> bool:
    """A capital alone is no proof: the tagger has to see a name, or the person has to be in office then."""
    token = scene.tokens[last]
    if not token.text[0].isupper() or (token.text.isupper() and len(token.text) <= 3):
        return False
    if token.lower in scene.words.words["months"] and _is_month(scene, first):
        return False
    if token.pos == "PROPN" or first > scene.sentence_start(first):
        return token.pos in ("PROPN", "NOUN", "ADJ", "X", "VERB")
    return token.pos not in _FUNCTION and bool(scene.days and entity.terms_on(*scene.days))


def _is_month(scene: Scene, i: int) -> bool:
    """`in May`, `last March`, `May 3`."""
    around = [scene.tokens[j].lower for j in (i - 1, i + 1) if 0 <= j < len(scene.tokens)]
    return any(word in scene.words.words["month_marks"] or word.isdecimal() for word in around)


def existed(entity: Entity, days: tuple[str, str]) -> bool:
    """Did it exist, or have this country and sector, on the very days?"""
    started = not entity.start or entity.start <= days[1][: len(entity.start)]
    return started and (not entity.end or entity.end >= days[0][: len(entity.end)])


def in_time(entity: Entity, days: tuple[str, str] | None) -> bool:
    """Did a body or group exist at the article's date? Generous by some years: names outlive what they name."""
    if days is None:
        return True
    year, last = int(days[0][:4]), days[1]
    if entity.start > last[: len(entity.start)]:
        return False
    return not (entity.end and int(entity.end[:4]) + 15 < year)


def _role_hit(scene: Scene, atoms: Atoms, found: Found[RoleForm]) -> RoleHit | None:
    first, last = atoms.tokens[found.first], atoms.tokens[found.last - 1]
    form = found.payloads[0]
    written = "".join(atoms.texts[found.first : found.last]).lower()
    if not written.isascii() and not set(written) - _ASCII <= set(form.word.lower()):
        return None  # `peuplé` is no `peuple`: accents may be missing, not added
    return RoleHit(first, last, form) if _is_role(scene, first, last) else None


def _is_role(scene: Scene, first: int, last: int) -> bool:
    if first in scene.names or last in scene.names:
        return False
    token = scene.tokens[last if scene.doc.language == "en" else first]
    if token.pos in ("NOUN", "PROPN", "X"):
        return True
    before = scene.tokens[first - 1] if first > scene.sentence_start(first) else None
    if token.pos == "ADJ":
        return first < last or not _modifies(scene, token)
    determined = before is not None and before.pos == "DET"
    return first < last or (determined and token.pos in ("VERB", "ADV"))


def _modifies(scene: Scene, token: Token) -> bool:
    """An adjective beside its noun (`avions militaires`, `military planes`) is no role noun."""
    if scene.doc.language == "en":
        return token.dep == "amod"
    after = scene.tokens[token.i + 1] if token.i + 1 < scene.sentence_end(token.i) else None
    if after is not None and (after.pos == "NOUN" or token.head is after):
        return True
    i, start = token.i - 1, scene.sentence_start(token.i)
    while i >= start and scene.tokens[i].pos == "ADJ":
        i -= 1
    return i >= start and scene.tokens[i].pos in ("NOUN", "PROPN")


def is_definite(scene: Scene, token: Token) -> bool:
    """Is this a definite article (or a preposition with one in it)?"""
    if token.lower not in scene.words.words["definite"]:
        return False
    return token.feat("Definite") != "Ind"


def folded(token: Token) -> str:
    """A token's text in lower case without accents."""
    return fold(token.text)
