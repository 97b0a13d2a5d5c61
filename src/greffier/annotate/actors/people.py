"""Persons by name: runs of capitals that the tables know, or that the text treats as a person."""

from __future__ import annotations

from dataclasses import dataclass

from greffier.annotate.actors.scan import NameHit, Scene, folded
from greffier.annotate.actors.whose import demonym
from greffier.parse.doc import Token
from greffier.resolve.knowledge import Entity, Name, office_rank

_INSIDE = frozenset({
    "al", "el", "ben", "bin", "ould", "abu", "abou", "de", "del", "della", "di", "da", "dos", "van", "von", "der",
    "den", "la", "le", "du", "d'", "af", "ibn", "y",
})  # fmt: skip
_WORDS = frozenset({"VERB", "AUX", "ADV", "SCONJ", "CCONJ", "DET", "PRON"})
_HEADING_CAPITALS = 0.6
_HIGH = 1  # heads of state and of government
_REMEMBERED = 12  # years that a head of state is still known by surname


@dataclass(slots=True)
class NameRun:
    """Tokens `first` to `last` (inclusive) are a person's name. `entity` is who the tables say, else None.

    `certain`: written in full; otherwise `namesakes` are those of the tables who have this surname.
    """

    first: int
    last: int
    entity: Entity | None
    atoms: tuple[str, ...]
    certain: bool
    namesakes: tuple[Entity, ...] = ()


def find_runs(scene: Scene) -> list[NameRun]:
    """The names of persons in an article, in text order."""
    runs: list[NameRun] = []
    surnames: set[str] = set()  # of those named in full so far
    i, size = 0, len(scene.tokens)
    while i < size:
        run = _run_at(scene, i, surnames)
        if run is not None:
            runs.append(run)
            if run.certain:
                surnames.add(run.atoms[-1])
        i = i + 1 if run is None else run.last + 1
    if any(run.namesakes for run in runs):
        countries = _countries(scene, runs)
        in_full = {run.atoms[-1]: run for run in reversed(runs) if run.certain}
        by_entity = {id(run.entity) for run in runs if run.certain and run.entity is not None}
        for run in runs:
            if run.namesakes:
                _settle(scene, run, in_full, by_entity, countries)
    kept = [run for run in runs if run.entity is not None or (_is_name(scene, run) and not _in_a_place(scene, run))]
    _settle_names(scene, kept)
    scene.run_starts.update(run.first for run in kept)
    return kept


def _settle_names(scene: Scene, runs: list[NameRun]) -> None:
    """Surnames are names only where somebody is meant: the others are forgotten, so that nothing is `of` them."""
    for i in [i for i, hit in scene.names.items() if hit.names[0].how == "surname"]:
        del scene.names[i]
    for run in runs:
        hit = NameHit(run.first, run.last, [Name(run.entity, "name")]) if run.entity else None
        for i in range(run.first, run.last + 1):
            scene.names.pop(i, None)
            if hit is not None:
                scene.names[i] = hit


def _in_a_place(scene: Scene, run: NameRun) -> bool:
    """`Punta Eugenia, Mexico`: an unknown name that a state follows is a place."""
    after = scene.names.get(run.last + 2)
    return (
        after is not None
        and scene.tokens[run.last + 1].text == ","
        and after.names[0].how == "name"
        and after.names[0].entity.kind == "state"
        and (after.last + 1 >= len(scene.tokens) or scene.tokens[after.last + 1].pos == "PUNCT")
    )


def _settle(
    scene: Scene, run: NameRun, in_full: dict[str, NameRun], by_entity: set[int], countries: set[str]
) -> None:
    """Who a surname alone means: somebody named in full here, else one who was well known when the article came out."""
    named = [entity for entity in run.namesakes if id(entity) in by_entity]
    if named:
        run.entity = best_at(named, scene.days)
    elif run.atoms[-1] not in in_full and run.first not in scene.places:
        known = [entity for entity in run.namesakes if _is_well_known(entity, scene.days, countries)]
        if not known:
            high = {id(entity): entity for entity in run.namesakes if _is_high(entity, scene.days)}
            known = list(high.values()) if len(high) == 1 else []
        run.entity = best_at(known, scene.days) if known else None


def _is_name(scene: Scene, run: NameRun) -> bool:
    """A surname that means nobody of the tables is still a name when the tagger says so."""
    return not run.namesakes or all(scene.tokens[i].pos == "PROPN" for i in range(run.first, run.last + 1))


def _countries(scene: Scene, runs: list[NameRun]) -> set[str]:
    """The countries an article names, by place, adjective or a person in full."""
    found = {run.entity.country for run in runs if run.certain and run.entity is not None}
    found |= {n.entity.country for hit in scene.names.values() for n in hit.names if n.how != "surname"}
    found |= {place.country for place in scene.places.values()}
    return {country for country in found if country}


def _is_well_known(entity: Entity, days: tuple[str, str] | None, countries: set[str]) -> bool:
    """In an office of a country the article names, or lately head of it."""
    if entity.country not in countries:
        return False
    if days is None or entity.terms_on(*days):
        return True
    lately = f"{int(days[0][:4]) - _REMEMBERED:04d}"
    return any(office_rank(t.office) <= _HIGH and t.start <= days[1] and t.end >= lately for t in entity.terms)


def _is_high(entity: Entity, days: tuple[str, str] | None) -> bool:
    """Head of a state or government at the article's date."""
    terms = entity.terms_on(*days) if days else entity.terms
    return any(office_rank(t.office) <= _HIGH for t in terms)


def _run_at(scene: Scene, i: int, surnames: set[str]) -> NameRun | None:
    hit = scene.names.get(i)
    if hit is not None and is_given_name(scene, hit):
        hit = None
    elif hit is not None and (not _personal(hit.names) or _is_a_word(scene, hit)):
        return None
    if hit is None and not _may_start(scene, i, surnames):
        return None
    last = i if hit is None else hit.last
    end = scene.sentence_end(i)
    while True:
        j = last + 1
        while j < end and j > last and scene.tokens[j].lower in _INSIDE and j + 1 < end and j - last < 3:
            j += 1
        if j >= end or not _continues(scene, j, adjacent=j == last + 1):
            break
        following = scene.names.get(j)
        last = following.last if following else j
    atoms = tuple(folded(t) for t in scene.tokens[i : last + 1])
    return _decide(scene, i, last, atoms)


def _is_a_word(scene: Scene, hit: NameHit) -> bool:
    """`Say goodbye`: a surname that is a word of the language, by the tagger, and stands alone."""
    token = scene.tokens[hit.first]
    if token.text in scene.words.words["calendar"]:
        return True  # there is a Godwin Friday
    return hit.first == hit.last and token.pos in _WORDS and not _continues(scene, hit.first + 1, adjacent=True)


def is_given_name(scene: Scene, hit: NameHit) -> bool:
    """`Jordan Spieth`, `Chad Smith`: a name of a country that a surname follows."""
    if hit.first != hit.last or scene.tokens[hit.first].text not in scene.words.words["given_names"]:
        return False
    after = scene.tokens[hit.last + 1] if hit.last + 1 < scene.sentence_end(hit.last) else None
    if after is None or not after.text[0].isupper() or after.pos != "PROPN" or after.i in scene.roles:
        return False
    return after.i not in scene.names or _personal(scene.names[after.i].names)


def _personal(names: list[Name]) -> bool:
    return names[0].entity.kind == "person"


def _may_start(scene: Scene, i: int, surnames: set[str]) -> bool:
    token = scene.tokens[i]
    if not token.text[0].isupper() or i in scene.roles or i in scene.acronyms or not _wordlike(scene, token):
        return False
    if token.text in scene.words.words["given_names"] and i in scene.names:
        return True
    if token.pos == "PROPN" and folded(token) in surnames:
        return True
    if token.pos == "PROPN" and i > scene.sentence_start(i):
        return not in_capitals(scene, token)
    if token.pos != "PROPN" and (scene.doc.language != "fr" or i > scene.sentence_start(i) or token.pos == "VERB"):
        return False
    return _continues(scene, i + 1, adjacent=True) and not in_capitals(scene, token)


def _wordlike(scene: Scene, token: Token) -> bool:
    if token.text in scene.words.words["calendar"]:
        return False
    return token.text.replace("-", "").replace("'", "").replace(".", "").isalpha() and token.pos in (
        "PROPN", "NOUN", "ADJ", "X", "VERB", "ADV", "INTJ")  # fmt: skip


def _continues(scene: Scene, j: int, *, adjacent: bool) -> bool:
    if j >= len(scene.tokens):
        return False
    token = scene.tokens[j]
    if token.sent != scene.tokens[j - 1].sent or not token.text[0].isupper() or not _wordlike(scene, token):
        return False
    hit = scene.names.get(j)
    if hit is not None and adjacent and hit.first == hit.last and token.text in scene.words.words["given_names"]:
        return token.pos == "PROPN"
    if hit is not None and not _personal(hit.names):
        return not demonym(hit) and hit.names[0].how == "capital" and token.dep in ("flat:name", "flat")
    return j not in scene.roles and j not in scene.acronyms and (adjacent or token.pos in ("PROPN", "X"))


def in_capitals(scene: Scene, token: Token) -> bool:
    """In a heading where every word has a capital, a capital says nothing."""
    sentence = scene.doc.sentences[token.sent]
    if sentence.kind != "heading" or scene.doc.language != "en":
        return False
    words = [t for t in scene.tokens[sentence.first : sentence.last] if len(t.text) > 3 and t.text.isalpha()]
    return sum(t.text[0].isupper() for t in words) >= _HEADING_CAPITALS * len(words) if words else False


def _decide(scene: Scene, first: int, last: int, atoms: tuple[str, ...]) -> NameRun | None:
    """Who a run of capitals is: a full name of the tables, a surname that fits, or somebody unknown."""
    hits = {scene.names[i].first: scene.names[i] for i in range(first, last + 1) if i in scene.names}
    for hit in hits.values():
        full = [n.entity for n in hit.names if n.how == "name" and n.entity.kind == "person"]
        if full:
            return NameRun(first, last, best_at(full, scene.days), atoms, True)
    for hit in hits.values():
        if hit.last != last:
            continue
        surnamed = [n.entity for n in hit.names if n.how == "surname"]
        if hit.first == first and surnamed:
            return NameRun(first, last, None, atoms, False, tuple(surnamed))
        known = [entity for entity in surnamed if _fits_first_name(entity, atoms[: hit.first - first])]
        if known:
            return NameRun(first, last, best_at(known, scene.days), atoms, True)
    return NameRun(first, last, None, atoms, last > first)


def _fits_first_name(entity: Entity, before: tuple[str, ...]) -> bool:
    """Are the words before a surname the initial of the person's first name?"""
    given = entity.name[0].lower()
    return any(a[0] == given and len(a.strip(".")) == 1 for a in before)


def best_at(entities: list[Entity], days: tuple[str, str] | None) -> Entity:
    """Of namesakes, who is in office at the article's date; else who was last."""
    if len(entities) == 1:
        return entities[0]

    def rank(entity: Entity) -> tuple[bool, int, str]:
        current = entity.terms_on(*days) if days else []
        past = [t for t in entity.terms if not days or t.start <= days[1]]
        height = min((office_rank(t.office) for t in current or past), default=9)
        return bool(current), -height, max((t.end or "9999" for t in past), default="")

    return max(entities, key=rank)
