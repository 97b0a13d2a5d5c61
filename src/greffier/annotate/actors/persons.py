"""Mentions of persons by name, and what their titles add to what the tables say."""

from __future__ import annotations

from greffier.annotate.actors.cast import Referent, in_rank
from greffier.annotate.actors.links import Person
from greffier.annotate.actors.metonymy import head_of
from greffier.annotate.actors.people import NameRun
from greffier.annotate.actors.stage import Stage
from greffier.annotate.actors.whose import RolePhrase, demonym

_FORMER = ("CVL",)


def introduce(stage: Stage, people: list[Person]) -> None:
    """Let the cast know all full names first, so that a short form in the heading finds its person."""
    for person in sorted(people, key=lambda p: p.run.entity is None):
        if person.run.certain:
            referent_of(stage, person)


def referent_of(stage: Stage, person: Person) -> Referent:
    """Who a name means: the person of the tables, unless the title is of another country; else somebody unknown."""
    run = person.run
    if run.entity is not None and not _contradicted(person):
        return stage.cast.person(run.entity)
    thing = run.certain and not person.phrases and stage.is_definite(run.first)
    return stage.cast.unknown(run, stage.text(run.first, run.last), "organisation" if thing else "person")


def _contradicted(person: Person) -> bool:
    """A surname alone with a title of another country is a namesake."""
    if person.run.certain or person.run.entity is None:
        return False
    countries = {o.entity.country for p in person.phrases for o in p.countries()}
    ordinary = any(p.sectors[:1] == ("CVL",) and not p.definite for p in person.phrases)
    return ordinary or (bool(countries) and person.run.entity.country not in countries)


def add_person(stage: Stage, person: Person) -> None:
    """The mention of a name with its titles and appositions."""
    run = person.run
    if run.entity is None and not run.certain and not person.phrases and not _acts(stage, run):
        return
    referent = referent_of(stage, person)
    whys = [referent.why]
    for phrase in person.phrases:
        _learn(stage, referent, phrase, whys)
    if referent.country is None and not referent.known:
        _nationality(stage, referent, run, whys)
    first, last = person.first, person.last
    mention = stage.mention(referent, head_of(stage.scene, first, last), first, last, "name", "; ".join(whys))
    mention.gender, mention.animate = referent.gender, referent.kind == "person"
    stage.add(mention, run.first, run.last)
    for phrase in person.phrases:
        stage.covers.append((mention, phrase.hit.first, phrase.hit.last))


def _nationality(stage: Stage, referent: Referent, run: NameRun, whys: list[str]) -> None:
    """`l'astronome suisse Michel Mayor`, `Swiss astronomer Michel Mayor`: an adjective of a country before a name."""
    start = stage.scene.sentence_start(run.first)
    for i in range(run.first - 1, max(start, run.first - 4) - 1, -1):
        nation = demonym(stage.scene.names.get(i))
        if nation is not None:
            referent.country = nation.country
            whys.append(f"{stage.scene.tokens[i].text} before the name")
            return
        if stage.scene.tokens[i].pos not in ("NOUN", "ADJ"):
            return


def _acts(stage: Stage, run: NameRun) -> bool:
    """One unknown capital is a person where the text knows more of the name, or where it does something."""
    token = stage.scene.tokens[run.first]
    if stage.cast.is_part_of_a_name(run.atoms[0]):
        return True
    return token.pos == "PROPN" and token.dep == "nsubj" and token.head.pos == "VERB" and len(token.text) > 2


def _learn(stage: Stage, referent: Referent, phrase: RolePhrase, whys: list[str]) -> None:
    """What a title says of a person."""
    role, form = phrase.hit.form.role, phrase.hit.form
    if referent.gender is None and form.feminine is not None:
        referent.gender = "Fem" if form.feminine else "Masc"
    if role.id == "honorific":
        return
    referent.roles.update((phrase.word.lower(), role.id))
    owner = next(iter(phrase.countries()), None)
    if referent.country is None and owner is not None:
        referent.country = owner.entity.country
        whys.append(f"{phrase.word} of {owner.entity.name}")
    elif referent.country is None and phrase.above() is not None:
        referent.country = phrase.above()
        whys.append(f"{phrase.word} that no country is named of")
    elif referent.country is None and role.country == "focus":
        referent.country, why = stage.focus.at(phrase.head.sent)
        whys.append(why)
    referent.sectors = _sectors(stage, referent, phrase)


def _sectors(stage: Stage, referent: Referent, phrase: RolePhrase) -> tuple[str, ...]:
    """Sectors of the tables and of the title; a title of the text stands where the tables know no office then."""
    if phrase.former:
        return referent.sectors or _FORMER
    if stage.scene.days is None and phrase.sectors and referent.known:
        return (phrase.sectors[0], *(s for s in referent.sectors if s != phrase.sectors[0]))
    if not referent.known:
        return in_rank((*referent.sectors, *phrase.sectors))
    if phrase.sectors == ("MIL",) and "MIL" in referent.sectors:
        return referent.sectors
    if referent.office is None or (referent.office.startswith("former ") and phrase.sectors):
        return phrase.sectors or referent.sectors
    if phrase.sectors and phrase.sectors[0] in referent.sectors[1:]:
        return (phrase.sectors[0], *(s for s in referent.sectors if s != phrase.sectors[0]))
    if "MIL" in phrase.sectors:
        return (*(s for s in referent.sectors if s != "MIL"), "MIL")
    return referent.sectors
