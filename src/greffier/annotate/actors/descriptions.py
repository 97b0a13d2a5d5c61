"""Mentions by description: role nouns without a name (`le ministre`, `militaires russes`, `la police`)."""

from __future__ import annotations

from greffier.annotate.actors.cast import Referent
from greffier.annotate.actors.coreference import Resolver
from greffier.annotate.actors.mention import ActorMention
from greffier.annotate.actors.stage import Stage
from greffier.annotate.actors.whose import Owner, RolePhrase
from greffier.resolve.knowledge import Entity

_INSTITUTIONS = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "OPP"})
_LOCAL = frozenset({"COP", "CVL", "JUD", "EDU", "CRM", "REL", "MED"})
_MOST_OWNERS = 4
_FORMER = ("CVL",)


def add_phrase(stage: Stage, resolver: Resolver, phrase: RolePhrase, *, inside: bool = False) -> None:
    """The mentions of a role noun that no name belongs to: several for `Hungarian and Romanian officials`.

    A role noun in its complement (`porte-parole de l'armée`, `hélicoptère de la gendarmerie`) only says whose it is,
    unless the whole is no actor.
    """
    if phrase.plural and not phrase.countries() and phrase.head.lower in resolver.nouns and resolver.add(phrase.head):
        return
    found = _mentions(stage, resolver, phrase) if _stands(stage, phrase) else []
    for mention in found:
        if inside:
            mention.kind = "modifier"
        stage.add(mention, phrase.hit.first, phrase.hit.last)
    if found:
        found[0].others.extend(found[1:])
    if phrase.inner is not None and phrase.inner.hit.first > phrase.hit.first:
        add_phrase(stage, resolver, phrase.inner, inside=inside or bool(found))


def _mentions(stage: Stage, resolver: Resolver, phrase: RolePhrase) -> list[ActorMention]:
    owners = phrase.countries()[:_MOST_OWNERS]
    if owners and owners[0].entity.kind == "person":
        owners = owners[:1]
    owners = [owner for owner in owners if owner.entity.country] or owners
    each: list[Owner | None] = list(owners) or [None]
    made = [_describe(stage, resolver, phrase, owner) for owner in each]
    return [mention for mention in made if mention is not None]


def _stands(stage: Stage, phrase: RolePhrase) -> bool:
    """Is this an actor and no predicate (`comme président`) or mere title?"""
    role = phrase.hit.form.role
    if role.country == "none":
        return False
    before = stage.scene.tokens[phrase.first - 1] if phrase.first > stage.scene.sentence_start(phrase.first) else None
    if before is not None and before.lower in stage.scene.words.words["role_marks"] and not phrase.plural:
        return False
    if phrase.plural or role.kind != "person" or phrase.determined:
        return True
    if phrase.owners and stage.scene.doc.language == "en":
        return True
    heading = stage.scene.doc.sentences[phrase.head.sent].kind == "heading"
    return before is None and (heading or bool(phrase.owners))


def _describe(stage: Stage, resolver: Resolver, phrase: RolePhrase, owner: Owner | None) -> ActorMention | None:
    """One mention: of the owner's country, of a possessor's, of somebody named before, or of the country in focus."""
    role = phrase.hit.form.role
    country = owner.entity.country if owner else None
    why = f"{phrase.word} of {owner.entity.name}" if owner else ""
    if country is None:
        possessor = resolver.possessor(phrase.possessive) if phrase.possessive is not None else None
        if possessor is not None:
            country, why = possessor.country, f"{phrase.word} of {possessor.named().head.text}"
    if country is None and owner is None:
        taken = _taken_up(stage, phrase)
        if taken is not None:
            return _mention(stage, phrase, taken, f"{phrase.word}: called so before")
    if country is None:
        country, why = _default_country(stage, phrase)
    if country is None and role.country == "named":
        return None
    return _mention(stage, phrase, _referent(stage, phrase, owner, country), why)


def _default_country(stage: Stage, phrase: RolePhrase) -> tuple[str | None, str]:
    """Whose a role is when the text names no country with it."""
    role = phrase.hit.form.role
    above = phrase.above()
    if above is not None:
        return above, f"{phrase.word} that no country is named of"
    if role.country != "focus" and not (role.kind != "person" and not role.sectors and phrase.sectors):
        return None, ""
    near = _same_sector(stage, phrase)
    if near is not None:
        return near.country, f"{phrase.word} beside {near.head.text}"
    local = any(t.lower in stage.scene.words.words["local"] for t in phrase.head.children)
    ground = local or (bool(phrase.sectors) and phrase.sectors[0] in _LOCAL)
    country, why = stage.focus.at(phrase.head.sent, on_the_ground=ground)
    return country, f"{phrase.word} of the {why}"


def _same_sector(stage: Stage, phrase: RolePhrase) -> ActorMention | None:
    """An actor of the same sector whose country the same sentence has named (`des avions russes … des troupes`)."""
    if phrase.sectors[:1] != ("MIL",) or phrase.definite:
        return None
    for mention in reversed(stage.mentions):
        if mention.head.sent != phrase.head.sent:
            return None
        if mention.kind == "role" and "MIL" in mention.sectors and mention.country in stage.scene.known.states:
            return mention
    return None


def _taken_up(stage: Stage, phrase: RolePhrase) -> Referent | None:
    """Who a definite description without a country takes up (`le ministre`, `the general`)."""
    role = phrase.hit.form.role
    if phrase.plural or not phrase.definite or phrase.former:
        return None
    if role.kind != "person":
        return stage.cast.organisation() if role.country == "named" and role.kind == "body" else None
    named = stage.cast.by_role(role, phrase.word.lower(), None)
    rank = phrase.sectors[:1] == ("MIL",)
    return named or (_last_official(stage, phrase, "MIL" if rank else "GOV") if rank or (role.of and not role.offices) else None)


def _last_official(stage: Stage, phrase: RolePhrase, sector: str) -> Referent | None:
    """`le responsable`, `the general`: the only official or soldier the last sentences have named."""
    if phrase.qualified or phrase.inner is not None:
        return None
    found: dict[str, None] = {}
    for mention in reversed(stage.mentions):
        if phrase.head.sent - mention.head.sent > 2:
            break
        if mention.animate and not mention.plural and mention.kind == "name" and sector in mention.sectors:
            found[mention.actor] = None
    return stage.cast.get(next(iter(found))) if len(found) == 1 else None


def _referent(stage: Stage, phrase: RolePhrase, owner: Owner | None, country: str | None) -> Referent:
    role, sectors = phrase.hit.form.role, phrase.sectors
    entity = owner.entity if owner else None
    one = role.kind == "person" and not phrase.plural
    if entity is not None and not one and _is_the_owner(phrase, entity):
        return stage.cast.thing(entity)
    if one:
        return _one_person(stage, phrase, country, entity)
    if country in stage.scene.known.states and sectors:
        institution = role.kind == "body" and sectors[0] in _INSTITUTIONS
        if institution or sectors[0] in ("MIL", "GOV"):
            return stage.cast.institution(country or "", sectors)
    name = stage.text(phrase.first, phrase.last)
    return stage.cast.anonymous((country, sectors[:1], role.id), name, "group", country, sectors, "described only")


def _is_the_owner(phrase: RolePhrase, entity: Entity) -> bool:
    """`les islamistes d'Ansar Eddine` are Ansar Eddine; the victims of Boko Haram are not."""
    if entity.kind not in ("group", "body", "media"):
        return False
    return phrase.hit.form.role.of or not phrase.sectors or phrase.sectors[0] in entity.sectors


def _one_person(stage: Stage, phrase: RolePhrase, country: str | None, owner: Entity | None) -> Referent:
    """A single person: named before, in office at the article's date, or nobody known."""
    role, word = phrase.hit.form.role, phrase.word.lower()
    if phrase.definite and country and not phrase.former:
        known = stage.cast.by_role(role, word, country)
        if known is None and owner is not None and owner.kind == "body":
            known = stage.cast.by_body(role, owner)
        elif known is None and not phrase.qualified:
            known = stage.cast.by_office(role, country)
        if known is not None:
            known.roles.update((word, role.id))
            return known
    key = (country, phrase.sectors[:1], role.id, word, 0 if phrase.definite else phrase.first, phrase.former)
    sectors = _FORMER if phrase.former else phrase.sectors
    name = stage.text(phrase.first, phrase.last)
    referent = stage.cast.anonymous(key, name, "person", country, sectors, "described only")
    referent.roles.update((word, role.id))
    return referent


def _mention(stage: Stage, phrase: RolePhrase, referent: Referent, why: str) -> ActorMention:
    mention = stage.mention(referent, phrase.head, phrase.first, phrase.last, "role", why)
    if phrase.sectors and not phrase.former and referent.kind != "person":
        mention.sector, mention.sectors = phrase.sectors[0], phrase.sectors
    feminine = phrase.hit.form.feminine
    mention.gender = phrase.head.feat("Gender") if feminine is None else "Fem" if feminine else "Masc"
    mention.plural = phrase.plural
    mention.animate = phrase.hit.form.role.kind == "person"
    return mention
