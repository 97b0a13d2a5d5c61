"""Titles and names joined: `le ministre de la Défense du Venezuela, le général Vladimir Padrino` is one person."""

from __future__ import annotations

from dataclasses import dataclass, field

from greffier.annotate.actors.people import NameRun
from greffier.annotate.actors.scan import Scene
from greffier.annotate.actors.whose import RolePhrase

_CLOSERS = frozenset({",", ".", ")", ":", ";", "!", "?", "»", '"', "-", "–", "—", "(", "”"})


@dataclass(slots=True)
class Person:
    """One mention of one person: a name, its titles and appositions, from token `first` to `last` inclusive."""

    run: NameRun
    phrases: list[RolePhrase] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Where the mention begins."""
        return min([self.run.first, *(p.first for p in self.phrases)])

    @property
    def last(self) -> int:
        """Where the mention ends."""
        return max([self.run.last, *(p.last for p in self.phrases)])


def join(scene: Scene, runs: list[NameRun], phrases: list[RolePhrase]) -> list[Person]:
    """Each name with the role phrases that belong to it."""
    by_start = {run.first: Person(run) for run in runs}
    by_end = {run.last: by_start[run.first] for run in runs}
    taken: set[int] = set()
    for phrase in reversed(phrases):
        if phrase.hit.first in taken:
            continue
        person = _after(scene, phrase, by_start) or _before(scene, phrase, by_end)
        if person is not None and _agrees(person, phrase):
            person.phrases.append(phrase)
            by_start[phrase.first] = person
            taken.add(phrase.hit.first)
            inner = phrase.inner
            while inner is not None:
                taken.add(inner.hit.first)
                inner = inner.inner
    return list({id(p): p for p in by_start.values()}.values())


def _after(scene: Scene, phrase: RolePhrase, by_start: dict[int, Person]) -> Person | None:
    """The name that follows a title directly, or after a comma."""
    role = phrase.hit.form.role
    person = by_start.get(_past_titles(scene, phrase.last + 1) if role.title else phrase.last + 1)
    if person is not None and role.title:
        same = scene.tokens[phrase.last + 1].sent == scene.tokens[phrase.last].sent
        return person if same and not phrase.plural else None
    comma = _past_place(scene, phrase.last + 1)
    if phrase.plural or role.kind != "person" or comma + 1 >= len(scene.tokens):
        return None
    person = by_start.get(comma + 1) if scene.tokens[comma].text == "," else None
    if person is None or scene.tokens[comma + 1].sent != phrase.head.sent:
        return None
    return person if person.phrases or _closed(scene, person.run.last) else None


def _past_titles(scene: Scene, i: int) -> int:
    """The token after a second title (`le journaliste et commentateur sportif Thierry Roland`)."""
    if i < len(scene.tokens) and scene.tokens[i].pos == "CCONJ":
        for j in range(i + 1, min(len(scene.tokens), i + 5)):
            if j in scene.run_starts:
                return j
            if scene.tokens[j].pos not in ("NOUN", "ADJ"):
                break
    return i


def _past_place(scene: Scene, i: int) -> int:
    """The token after a place that follows a title: `l'ancien porte-parole de la mission en Syrie, Timor Goksel`."""
    end = min(len(scene.tokens), i + 4)
    if i < end and scene.tokens[i].lower in scene.words.words["locative"]:
        for j in range(i + 1, end):
            if j in scene.names:
                return scene.names[j].last + 1
    return i


def _before(scene: Scene, phrase: RolePhrase, by_end: dict[int, Person]) -> Person | None:
    """The name that stands before an apposition: `Victorin Lurel, ministre des outre-mer,`."""
    if phrase.plural or phrase.hit.form.role.kind != "person" or phrase.first < 2:
        return None
    before = scene.tokens[phrase.first - 1]
    if before.text not in (",", "(") or before.sent != phrase.head.sent:
        return None
    person = by_end.get(phrase.first - 2)
    if person is None or (person.phrases and not _closed(scene, phrase.last)):
        return None
    return person


def _closed(scene: Scene, last: int) -> bool:
    """Does an apposition end after token `last`: at a mark, a verb or the end of the sentence?"""
    if last + 1 >= scene.sentence_end(last):
        return True
    token = scene.tokens[last + 1]
    return token.text in _CLOSERS or token.pos in ("VERB", "AUX", "PRON", "ADP")


def _agrees(person: Person, phrase: RolePhrase) -> bool:
    """A known person is no minister of another country."""
    entity = person.run.entity
    countries = {o.entity.country for o in phrase.countries() if o.entity.country}
    if entity is None or not countries or not entity.country:
        return True
    own = {entity.country, *(t.country for t in entity.terms)}
    return bool(countries & own) or bool(countries & {"IGO", "NGO"}) or person.run.certain is False
