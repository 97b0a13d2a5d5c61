"""Whose: the country and sector of a role noun, from the words of its noun phrase.

Read along the line, not along the parse, which attaches the complements of long noun phrases at random:
`le ministre de la Défense du Venezuela`, `deux avions militaires russes`, `Hungarian and Romanian officials`,
`a spokesman for the Israeli army`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from greffier.annotate.actors.scan import NameHit, RoleHit, Scene, folded, is_definite
from greffier.parse.doc import Token
from greffier.resolve.knowledge import Entity, Name

_MAX_STEPS = 12
_COMPOUND = frozenset({"compound", "nmod", "nmod:poss", "amod", "appos", "flat", "nummod", "det", "dep"})
_NAMED = frozenset({"group", "body", "media"})
_WORD = frozenset({"NOUN", "ADJ", "PROPN", "X", "ADV", "NUM"})


@dataclass(slots=True)
class Owner:
    """A country (or a body, group, person) that words `first` to `last` name as whose the actor is."""

    entity: Entity
    first: int
    last: int


@dataclass(slots=True)
class RolePhrase:
    """A role noun with what its noun phrase says. `head` is its syntactic head; tokens `first` to `last`, inclusive."""

    hit: RoleHit
    head: Token
    first: int
    last: int
    owners: list[Owner] = field(default_factory=list)
    inner: RolePhrase | None = None
    sectors: tuple[str, ...] = ()
    former: bool = False
    definite: bool = False
    determined: bool = False
    plural: bool = False
    possessive: Token | None = None
    sphere: str | None = None
    qualified: bool = False  # of something that is neither a state nor known: `président du club`

    @property
    def word(self) -> str:
        """The role noun's form."""
        return self.hit.form.word

    def countries(self) -> list[Owner]:
        """The owners named in this phrase or inside its complement."""
        return self.owners or (self.inner.countries() if self.inner else [])

    def above(self) -> str | None:
        """`IGO` or `NGO` where the phrase itself says that no state is meant (`forces internationales`, `l'ONG`)."""
        role = self.hit.form.role
        return self.sphere or role.bare or (self.inner.above() if self.inner and role.of else None)


def read_phrases(scene: Scene) -> list[RolePhrase]:
    """The role phrases of an article, in text order; one inside another is its `inner`."""
    memo: dict[int, RolePhrase] = {}
    hits = list({hit.first: hit for hit in scene.roles.values()}.values())
    for hit in reversed(hits):
        memo[hit.first] = _read(scene, hit, memo)
    return [memo[hit.first] for hit in hits]


def _read(scene: Scene, hit: RoleHit, memo: dict[int, RolePhrase]) -> RolePhrase:
    phrase = RolePhrase(hit, _head(scene, hit.first, hit.last), hit.first, hit.last)
    phrase.plural = hit.form.plural
    _read_left(scene, phrase, memo)
    _read_right(scene, phrase, memo)
    if scene.doc.language == "fr" and phrase.owners and phrase.last > phrase.owners[0].last == hit.last + 1:
        _rejoin(scene, phrase)
    phrase.sectors = _sectors(scene, phrase)
    spheres = (scene.words.spheres.get(folded(scene.tokens[i])) for i in range(phrase.first, phrase.last + 1))
    phrase.sphere = next(filter(None, spheres), None) if phrase.hit.form.role.kind != "person" else None
    return phrase


def _rejoin(scene: Scene, phrase: RolePhrase) -> None:
    """`ministre russe des Affaires étrangères` is one role with the adjective inside: look it up without."""
    hit, tokens = phrase.hit, scene.tokens
    start = " ".join(t.text for t in tokens[hit.first : hit.last + 1])
    for last in range(phrase.last, hit.last + 1, -1):
        whole = " ".join([start, *(t.text for t in tokens[hit.last + 2 : last + 1])])
        found = scene.words.roles.lookup(whole)
        if found:
            phrase.hit = RoleHit(hit.first, hit.last, found[0])
            phrase.qualified = False
            return


def _head(scene: Scene, first: int, last: int) -> Token:
    for i in range(first, last + 1):
        head = scene.tokens[i].head
        if head is scene.tokens[i] or not first <= head.i <= last:
            return scene.tokens[i]
    return scene.tokens[last]


def demonym(hit: NameHit | None) -> Entity | None:
    """The state or people whose adjective this is."""
    return next((n.entity for n in hit.names if n.how in ("demonym", "prefix")), None) if hit else None


def owner_of(names: list[Name]) -> Entity | None:
    """The entity that may own something."""
    return names[0].entity if names else None


def _read_left(scene: Scene, phrase: RolePhrase, memo: dict[int, RolePhrase]) -> None:
    """What stands before the noun: determiner, numbers, adjectives, in English also owners."""
    start = scene.sentence_start(phrase.first)
    i = phrase.first - 1
    english = scene.doc.language == "en"
    while i >= start:
        token = scene.tokens[i]
        if folded(token) in scene.words.former or (token.text == "-" and i and folded(scene.tokens[i - 1]) == "ex"):
            phrase.former = True
        elif english and i in scene.names:
            if not _own(scene, phrase, scene.names[i]):
                return
            i = scene.names[i].first
        elif english and i in scene.roles and scene.roles[i].last == phrase.first - 1:
            inner = _read_inner(scene, scene.roles[i], memo)
            phrase.inner = phrase.inner or inner
            phrase.owners = phrase.owners or inner.owners
            phrase.first = inner.first
            return
        elif token.pos == "DET" or token.feat("Poss"):
            _determine(scene, phrase, i)
            return
        elif token.pos == "ADP" and (token.lower in scene.words.words["of"] or is_definite(scene, token)):
            if not phrase.plural and is_definite(scene, token):  # `du président`, `au ministre`: the article is inside
                phrase.determined = phrase.definite = True
            _single_out(scene, phrase, i)
            return
        elif english and token.text in ("'s", "'", "and", ",", "-") and _joins_owner(scene, i):
            if token.text in ("'s", "'"):
                phrase.determined = phrase.definite = True
        elif not _modifies_left(scene, i):
            phrase.qualified = phrase.qualified or (english and token.pos == "PROPN")
            return
        phrase.first = min(phrase.first, i)
        i -= 1


def _modifies_left(scene: Scene, i: int) -> bool:
    """May this token stand between the determiner and the noun?"""
    token = scene.tokens[i]
    if token.pos in ("ADJ", "NUM", "ADV"):
        return True
    return scene.doc.language == "en" and (token.pos in ("NOUN", "X") or (token.pos == "PROPN" and i in scene.places))


def _determine(scene: Scene, phrase: RolePhrase, i: int) -> None:
    """What the determiner says; of `un des chercheurs`, `one of the generals` one is meant."""
    token = scene.tokens[i]
    phrase.determined = True
    phrase.first = min(phrase.first, i)
    phrase.definite = is_definite(scene, token)
    if token.lower in scene.words.possessive:
        phrase.possessive, phrase.definite = token, True
    if i > scene.sentence_start(i):
        _single_out(scene, phrase, i - 1)


def _single_out(scene: Scene, phrase: RolePhrase, i: int) -> None:
    """Of `un des chercheurs`, `one of the generals` one is meant; token `i` is the preposition or the word before."""
    if scene.tokens[i].lower in scene.words.words["of"]:
        i -= 1
    inside = i >= scene.sentence_start(phrase.first)
    if phrase.plural and inside and scene.tokens[i].lower in scene.words.words["singled_out"]:
        phrase.plural, phrase.definite, phrase.determined, phrase.first = False, False, True, i


def _joins_owner(scene: Scene, i: int) -> bool:
    """`'s` after an owner, `and` between two adjectives of countries."""
    before, after = scene.names.get(i - 1), scene.names.get(i + 1)
    if scene.tokens[i].text in ("'s", "'"):
        return before is not None
    return before is not None and after is not None and bool(demonym(before)) and bool(demonym(after))


def _read_inner(scene: Scene, hit: RoleHit, memo: dict[int, RolePhrase]) -> RolePhrase:
    if hit.first not in memo:
        memo[hit.first] = _read(scene, hit, memo)
    return memo[hit.first]


def _own(scene: Scene, phrase: RolePhrase, hit: NameHit) -> bool:
    """Take a name as an owner; False when it cannot be one."""
    if hit.names[0].how in ("against", "ethnic"):
        return True
    entity = demonym(hit) or owner_of(hit.names)
    if entity is None:
        return False
    if entity.kind == "person" and phrase.hit.form.role.kind == "person" and not phrase.determined:
        return False
    if entity.kind == "place":
        phrase.qualified = True
    if hit.names[0].how in ("name", "capital", "seat") and scene.tokens[hit.last].dep not in _COMPOUND:
        return False
    if hit.also is not None:
        phrase.owners.insert(0, Owner(hit.also, hit.first, hit.last))
    if all(o.entity is not entity for o in phrase.owners):
        phrase.owners.insert(0, Owner(entity, hit.first, hit.last))
    return True


def _read_right(scene: Scene, phrase: RolePhrase, memo: dict[int, RolePhrase]) -> None:
    """What follows the noun: adjectives and complements with `de`, `of`, until something else begins."""
    end = scene.sentence_end(phrase.last)
    i, steps, after_of = phrase.last + 1, 0, False
    while i < end and steps < _MAX_STEPS:
        steps += 1
        token = scene.tokens[i]
        hit = scene.names.get(i)
        if hit is not None and not after_of and _is_named(phrase, hit):
            phrase.owners, phrase.last = [Owner(hit.names[0].entity, hit.first, hit.last)], hit.last
            return
        if hit is not None and (after_of or demonym(hit)):
            if not _take_right(scene, phrase, hit, after_of):
                return
            i, after_of = hit.last + 1, after_of and scene.doc.language == "en" and demonym(hit) is not None
            continue
        role = scene.roles.get(i)
        if role is not None and after_of:
            inner = memo.get(role.first)
            phrase.inner = phrase.inner or inner
            phrase.last = inner.last if inner else role.last
            i, after_of = phrase.last + 1, False
            continue
        if token.lower in scene.words.words["of"]:
            after_of = True
        elif after_of and (token.pos == "DET" or token.pos in _WORD) and not _is_name_start(scene, i):
            if token.pos not in ("DET", "ADJ", "NUM"):
                phrase.qualified = True
                after_of = scene.doc.language == "en" and i + 1 in scene.names
                phrase.last = i
        elif token.pos == "ADJ" and scene.doc.language == "fr" and i not in scene.roles and i not in scene.run_starts:
            phrase.last = i
        elif after := _next_state(scene, phrase, i):
            i, after_of = after, True
            continue
        elif not _coordinated(scene, phrase, i):
            return
        i += 1


def _is_named(phrase: RolePhrase, hit: NameHit) -> bool:
    """`l'ONG Human Rights Watch`, `the rebel group M23`: the name of the thing itself follows."""
    return hit.names[0].entity.kind in _NAMED and phrase.hit.form.role.kind != "person" and not phrase.plural


def _is_name_start(scene: Scene, i: int) -> bool:
    return i in scene.names


def _coordinated(scene: Scene, phrase: RolePhrase, i: int) -> bool:
    """`responsables hongrois et roumains`: the owner goes on after `et`."""
    before, after = scene.names.get(i - 1), scene.names.get(i + 1)
    joined = scene.tokens[i].pos == "CCONJ" or scene.tokens[i].text == ","
    return joined and bool(phrase.owners) and demonym(before) is not None and demonym(after) is not None


def _next_state(scene: Scene, phrase: RolePhrase, i: int) -> int | None:
    """Of `the leaders of Togo and Ghana` where `Ghana` begins, at `and`; several owners have several of them."""
    joined = scene.tokens[i].pos == "CCONJ" or scene.tokens[i].text == ","
    if not (joined and phrase.plural and phrase.owners and _is_state(scene.names.get(i - 1))):
        return None
    after = i + 1
    while after < scene.sentence_end(i) and (scene.tokens[after].lower in scene.words.words["of"] or scene.tokens[after].pos == "DET"):
        after += 1
    again = scene.tokens[i + 1].lower in scene.words.words["of"] or scene.doc.language == "en"
    return after if again and _is_state(scene.names.get(after)) else None


def _is_state(hit: NameHit | None) -> bool:
    return hit is not None and hit.names[0].how == "name" and hit.names[0].entity.kind == "state"


def _take_right(scene: Scene, phrase: RolePhrase, hit: NameHit, after_of: bool) -> bool:
    entity = demonym(hit) if not after_of else owner_of(hit.names)
    if hit.names[0].how in ("against", "ethnic"):
        return False
    if entity is None or (scene.doc.language == "en" and not after_of):
        return False
    if entity.kind == "person" and not after_of:
        return False
    if entity.kind == "place":
        phrase.qualified = True
    if hit.also is not None:
        phrase.owners.append(Owner(hit.also, hit.first, hit.last))
    if all(o.entity is not entity for o in phrase.owners):
        phrase.owners.append(Owner(entity, hit.first, hit.last))
    phrase.last = hit.last
    return True


def _sectors(scene: Scene, phrase: RolePhrase) -> tuple[str, ...]:
    """The sector of the noun; of its complement or owner where it takes theirs; of an adjective where it says none."""
    role = phrase.hit.form.role
    said = [scene.words.adjectives.get(folded(scene.tokens[i])) for i in range(phrase.first, phrase.last + 1)]
    adjective = next((s for s in said if s), None)
    if role.of or not role.sectors:
        if phrase.inner is not None and phrase.inner.sectors:
            return phrase.inner.sectors
        owner = next((o.entity for o in phrase.owners if o.entity.kind in ("group", "body", "seat", "media")), None)
        if owner is not None and owner.sectors:
            return owner.sectors
        if adjective:
            return (adjective,)
        if phrase.qualified and (not phrase.owners or role.offices):
            return ()
    elif role.sectors[0] == "MIL" and any(o.entity.sectors[:1] == ("COP",) for o in phrase.owners):
        return ("COP",)
    elif adjective in ("REB", "OPP") and role.sectors[0] in ("MIL",):
        return (adjective,)
    return role.sectors
