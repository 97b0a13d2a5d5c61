"""From a parsed article to its actors: the way is `find_actors`, top to bottom."""

from __future__ import annotations

from greffier.annotate.actors.acronyms import add_acronym, find_acronyms
from greffier.annotate.actors.coreference import Resolver
from greffier.annotate.actors.countries import add_name
from greffier.annotate.actors.descriptions import add_phrase
from greffier.annotate.actors.links import Person, join
from greffier.annotate.actors.mention import Actors
from greffier.annotate.actors.people import find_runs
from greffier.annotate.actors.persons import add_person, introduce
from greffier.annotate.actors.records import make_records
from greffier.annotate.actors.scan import NameHit, Scene, scan
from greffier.annotate.actors.stage import Stage
from greffier.annotate.actors.whose import RolePhrase, read_phrases
from greffier.model import Place
from greffier.parse.doc import Doc, Token

_Item = Person | RolePhrase | NameHit | Token


def find_actors(doc: Doc, places: list[Place], published: str | None) -> Actors:
    """The actors of an article published on `published` (EDTF or None): mentions in text order, records behind them."""
    scene = scan(doc, places, published)
    scene.acronyms = find_acronyms(scene)
    runs = find_runs(scene)
    phrases = read_phrases(scene)
    people = join(scene, runs, phrases)
    stage = Stage(scene)
    resolver = Resolver(stage)
    introduce(stage, people)
    owned = {i for p in phrases for o in p.owners for i in range(o.first, o.last + 1)}
    for item in _in_order(scene, people, phrases, resolver):
        if isinstance(item, Person):
            add_person(stage, item)
        elif isinstance(item, RolePhrase):
            add_phrase(stage, resolver, item)
        elif isinstance(item, NameHit):
            add_name(stage, item, item.first in owned)
        elif item.i in scene.acronyms:
            add_acronym(stage, item)
        else:
            resolver.add(item)
    return make_records(scene, stage.cast, stage.mentions, stage.covers, stage.focus.article())


def _in_order(scene: Scene, people: list[Person], phrases: list[RolePhrase], resolver: Resolver) -> list[_Item]:
    """All that makes a mention, in text order: persons, descriptions, names of the tables, pronouns."""
    joined = {p.hit.first for person in people for p in person.phrases}
    inside = {p.inner.hit.first for p in phrases if p.inner is not None and p.hit.first not in joined}
    in_names = {i for person in people for i in range(person.run.first, person.run.last + 1)}
    work: list[tuple[int, int, _Item]] = [(person.first, 0, person) for person in people]
    work += [(p.first, 1, p) for p in phrases if p.hit.first not in joined and p.hit.first not in inside]
    hits = {hit.first: hit for hit in scene.names.values()}
    work += [(hit.first, 2, hit) for hit in hits.values() if hit.first not in in_names]
    work += [(i, 3, scene.tokens[i]) for i in scene.acronyms]
    work += [(token.i, 3, token) for token in scene.tokens if resolver.may_refer(token)]
    work.sort(key=lambda w: (w[0], w[1]))
    return [item for _, _, item in work]
