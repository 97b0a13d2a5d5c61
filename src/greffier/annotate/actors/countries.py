"""Mentions of states, capitals, seats, bodies and groups by name, and of countries by adjective."""

from __future__ import annotations

from greffier.annotate.actors.metonymy import head_of, is_place, names_people
from greffier.annotate.actors.people import in_capitals
from greffier.annotate.actors.scan import NameHit, Scene
from greffier.annotate.actors.stage import Stage
from greffier.resolve.knowledge import Entity, Name

_CIVIL = ("CVL",)
_GENDERS = {"la": "Fem", "le": "Masc", "du": "Masc", "au": "Masc"}
_MANY = frozenset({"les", "des", "aux"})


def add_name(stage: Stage, hit: NameHit, owned: bool) -> None:
    """The mention of a name that is no person's; `owned` when it only says whose a role is."""
    names = [n for n in hit.names if n.entity.kind != "person"]
    if not names:
        return
    name = _choose(stage, hit, names)
    if name.how in ("demonym", "prefix", "against", "ethnic"):
        _add_demonym(stage, hit, name.entity, owned)
        return
    entity = name.entity
    if entity.kind == "place":
        _add_place(stage, hit, entity, owned)
        return
    if entity.kind == "states":
        _add_states(stage, hit, entity)
        return
    if _in_compound(stage.scene, hit):
        return
    referent = stage.cast.thing(entity)
    head = head_of(stage.scene, hit.first, hit.last)
    place, why = False, f"named in {entity.table}"
    if entity.kind in ("state", "seat"):
        place, why = is_place(stage.scene, hit)
    kind = "modifier" if owned else "place" if place else "state" if entity.kind in ("state", "seat") else "name"
    mention = stage.mention(referent, head, hit.first, hit.last, kind, why)
    if kind == "place" and name.how != "seat":
        mention.sector, mention.sectors = None, ()
    before = _before(stage.scene, hit)
    mention.plural = before in _MANY or (stage.scene.doc.language == "fr" and head.feat("Number") == "Plur")
    mention.gender = _GENDERS.get(before) or head.feat("Gender")
    stage.add(mention, hit.first, hit.last)


def _in_compound(scene: Scene, hit: NameHit) -> bool:
    """`Météo France`, `Air Canada`: a name of something else."""
    before = scene.tokens[hit.first - 1] if hit.first > scene.sentence_start(hit.first) else None
    french = scene.doc.language == "fr"
    if before is None or before.pos not in (("PROPN", "NOUN") if french else ("PROPN",)):
        return False
    if not before.text[0].isupper() or in_capitals(scene, before):
        return False
    if before.i in scene.names or before.i in scene.roles or before.lower in scene.words.words["compass"]:
        return False
    return french or (before.dep == "compound" and before.head.i == hit.last)


def _add_place(stage: Stage, hit: NameHit, entity: Entity, owned: bool) -> None:
    """A city or region points at its state; it is no government of one."""
    referent = stage.cast.institution(entity.country or "", ("GOV",))
    head = head_of(stage.scene, hit.first, hit.last)
    kind = "modifier" if owned else "place"
    mention = stage.mention(referent, head, hit.first, hit.last, kind, f"{entity.sort} in {entity.country}")
    mention.sector, mention.sectors = None, ()
    stage.add(mention, hit.first, hit.last)


def _add_states(stage: Stage, hit: NameHit, entity: Entity) -> None:
    """`les deux Corées`: one mention, the other states beside it."""
    place, why = is_place(stage.scene, hit)
    head = head_of(stage.scene, hit.first, hit.last)
    made = []
    if not entity.members:
        return
    for country in entity.members:
        referent = stage.cast.institution(country, ("GOV",))
        made.append(stage.mention(referent, head, hit.first, hit.last, "place" if place else "state", why))
    made[0].others, made[0].plural = made[1:], True
    stage.add(made[0], hit.first, hit.last)


def _before(scene: Scene, hit: NameHit) -> str:
    return scene.tokens[hit.first - 1].lower if hit.first > scene.sentence_start(hit.first) else ""


def _choose(stage: Stage, hit: NameHit, names: list[Name]) -> Name:
    """Of namesakes, the one whose country the article speaks of; else a member of the United Nations."""
    if len(names) == 1:
        return names[0]
    total = stage.focus.total

    place = any(n.how == "seat" for n in names) and is_place(stage.scene, hit)[0]

    def rank(name: Name) -> tuple[bool, float, bool, bool, bool]:
        entity = name.entity
        named = total.get(entity.country or "", 0.0)
        return not (place and name.how == "seat"), named, name.how == "seat", entity.sort == "member", name.how == "name"

    return max(names, key=rank)


def _add_demonym(stage: Stage, hit: NameHit, entity: Entity, owned: bool) -> None:
    scene = stage.scene
    ethnic = hit.names[0].how == "ethnic"
    country = entity.country if not ethnic else None
    if country is None:
        country = stage.focus.at(scene.tokens[hit.first].sent, on_the_ground=ethnic)[0]
    head = head_of(scene, hit.first, hit.last)
    noun = hit.names[0].how in ("demonym", "ethnic") and hit.last + 1 not in scene.run_starts
    if not owned and noun and names_people(scene, hit):
        _add_people(stage, hit, entity, country)
    elif country and not ethnic:
        referent = stage.cast.institution(country, ("GOV",))
        why = f"adjective of {entity.name}"
        mention = stage.mention(referent, head, hit.first, hit.last, "demonym", why)
        if hit.also is not None and hit.also.country:
            other = stage.cast.institution(hit.also.country, ("GOV",))
            also = f"adjective of {hit.also.name}"
            mention.others = [stage.mention(other, head, hit.first, hit.last, "demonym", also)]
        stage.add(mention, hit.first, hit.last)


def _add_people(stage: Stage, hit: NameHit, entity: Entity, country: str | None) -> None:
    """`les Russes` acting as one are their state; some Russians are civilians."""
    token = stage.scene.tokens[hit.last]
    why = f"people of {entity.name}"
    state = entity.sort != "people" and entity.country == country
    if country and state and stage.is_definite(hit.first) and token.feat("Number") == "Plur":
        referent = stage.cast.institution(country, ("GOV",))
    else:
        name = stage.text(hit.first, hit.last)
        referent = stage.cast.anonymous(("people", country, name.lower()), name, "group", country, _CIVIL, why)
    head = head_of(stage.scene, hit.first, hit.last)
    mention = stage.mention(referent, head, hit.first, hit.last, "people", why)
    mention.plural = token.feat("Number") == "Plur" or token.text.endswith("s")
    mention.animate, mention.gender = True, token.feat("Gender")
    stage.add(mention, hit.first, hit.last)
