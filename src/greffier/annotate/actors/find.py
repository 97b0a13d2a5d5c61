"""From a parsed article to its actors: the way is `find_actors`, top to bottom."""

from __future__ import annotations

from greffier.annotate.actors.cast import Cast, Referent
from greffier.annotate.actors.coreference import resolve_pronouns
from greffier.annotate.actors.focus import Focus
from greffier.annotate.actors.links import Person, join
from greffier.annotate.actors.mention import ActorMention, Actors
from greffier.annotate.actors.metonymy import head_of, is_place, names_people
from greffier.annotate.actors.people import NameRun, find_runs
from greffier.annotate.actors.records import make_records
from greffier.annotate.actors.scan import NameHit, Scene, scan
from greffier.annotate.actors.whose import Owner, RolePhrase, demonym, read_phrases
from greffier.model import Place
from greffier.parse.doc import Doc
from greffier.resolve.knowledge import Entity, Name

_CIVIL = ("CVL",)


def find_actors(doc: Doc, places: list[Place], published: str | None) -> Actors:
    """The actors of an article published on `published` (EDTF or None): mentions in text order, records behind them."""
    scene = scan(doc, places, published)
    maker = _Maker(scene)
    phrases = read_phrases(scene)
    people = join(scene, find_runs(scene), phrases)
    maker.place_all(people, phrases)
    resolve_pronouns(scene, maker.cast, maker.focus, maker.mentions)
    return make_records(scene, maker.cast, maker.mentions, maker.covers, maker.focus.article())


class _Maker:
    """Turns names, titles and descriptions into mentions, in text order, so that later ones can take up earlier ones."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.cast = Cast(scene)
        self.focus = Focus(scene)
        self.mentions: list[ActorMention] = []
        self.covers: list[tuple[ActorMention, int, int]] = []

    def place_all(self, people: list[Person], phrases: list[RolePhrase]) -> None:
        """Make the mentions of all that was found."""
        joined = {p.hit.first for person in people for p in person.phrases}
        inside = _inside(phrases)
        owned = {i for p in phrases for o in p.owners for i in range(o.first, o.last + 1)}
        in_names = {i for person in people for i in range(person.run.first, person.run.last + 1)}
        for person in sorted(people, key=lambda p: p.run.entity is None):
            if person.run.certain:
                self._referent(person)
        work: list[tuple[int, int, Person | RolePhrase | NameHit]] = []
        work += [(person.first, 0, person) for person in people]
        work += [(p.first, 1, p) for p in phrases if p.hit.first not in joined and p.hit.first not in inside]
        hits = {hit.first: hit for hit in self.scene.names.values()}
        work += [(hit.first, 2, hit) for hit in hits.values() if hit.first not in in_names]
        for _, _, item in sorted(work, key=lambda w: (w[0], w[1])):
            if isinstance(item, Person):
                self._person(item)
            elif isinstance(item, RolePhrase):
                self._phrase(item)
            else:
                self._hit(item, item.first in owned)

    def _referent(self, person: Person) -> Referent:
        run = person.run
        if run.entity is not None and not self._contradicted(person):
            return self.cast.person(run.entity)
        name = self.scene.doc.text[self.scene.tokens[run.first].start : self.scene.tokens[run.last].end]
        return self.cast.unknown(run, name)

    def _contradicted(self, person: Person) -> bool:
        """A surname alone with a title of another country is a namesake."""
        if person.run.certain or person.run.entity is None:
            return False
        countries = {o.entity.country for p in person.phrases for o in p.countries()}
        return bool(countries) and person.run.entity.country not in countries

    def _person(self, person: Person) -> None:
        scene, run = self.scene, person.run
        if run.entity is None and not run.certain and not person.phrases and not self._single_is_person(run):
            return
        referent = self._referent(person)
        whys = [referent.why]
        for phrase in person.phrases:
            self._learn(referent, phrase, whys)
        first, last = person.first, person.last
        mention = self._mention(referent, head_of(scene, first, last).i, first, last, "name", "; ".join(whys))
        mention.gender, mention.animate = referent.gender, True
        self._heads(mention, first, last)

    def _single_is_person(self, run: NameRun) -> bool:
        """One unknown capital is a person where the text knows more of the name, or where it does something."""
        token = self.scene.tokens[run.first]
        if any(r.atoms and run.atoms[0] in r.atoms for r in self.cast.referents):
            return True
        return token.pos == "PROPN" and token.dep == "nsubj" and token.head.pos == "VERB" and len(token.text) > 2

    def _learn(self, referent: Referent, phrase: RolePhrase, whys: list[str]) -> None:
        """What a title says of a person."""
        role = phrase.hit.form.role
        if role.id == "honorific":
            if referent.gender is None and phrase.hit.form.feminine is not None:
                referent.gender = "Fem" if phrase.hit.form.feminine else "Masc"
            return
        referent.roles.update((phrase.word.lower(), role.id))
        if phrase.hit.form.feminine is not None and referent.gender is None:
            referent.gender = "Fem" if phrase.hit.form.feminine else "Masc"
        owner = next(iter(phrase.countries()), None)
        if owner is not None and (referent.country is None):
            referent.country = owner.entity.country
            whys.append(f"{phrase.word} of {owner.entity.name}")
        elif referent.country is None and role.country == "focus":
            referent.country, why = self.focus.at(phrase.head.sent)
            whys.append(why)
        if not referent.known and not phrase.former:
            referent.sectors = tuple(dict.fromkeys((*referent.sectors, *phrase.sectors)))
        elif phrase.former and not referent.known:
            referent.sectors = referent.sectors or _CIVIL
        elif referent.known and referent.sectors and not phrase.former and referent.office is None:
            referent.sectors = phrase.sectors or referent.sectors
        elif "MIL" in phrase.sectors and "MIL" not in referent.sectors:
            referent.sectors = (*referent.sectors, "MIL")

    def _phrase(self, phrase: RolePhrase) -> None:
        """A role noun without a name."""
        if not self._stands(phrase):
            return
        owners = phrase.countries()
        made = [self._described(phrase, owner) for owner in owners[: 1 if owners[0].entity.kind == "person" else 4]] if owners else [self._described(phrase, None)]
        found = [m for m in made if m is not None]
        if not found:
            return
        first, *others = found
        first.others.extend(others)

    def _stands(self, phrase: RolePhrase) -> bool:
        """Is this an actor and no predicate (`comme président`) or mere noun?"""
        role = phrase.hit.form.role
        if role.country == "none":
            return False
        if phrase.plural or role.kind != "person" or phrase.determined or phrase.owners and self.scene.doc.language == "en":
            return True
        before = self.scene.tokens[phrase.first - 1] if phrase.first else None
        heading = self.scene.doc.sentences[phrase.head.sent].kind == "heading"
        return before is None or heading or (before.sent != phrase.head.sent and bool(phrase.owners))

    def _described(self, phrase: RolePhrase, owner: Owner | None) -> ActorMention | None:
        role = phrase.hit.form.role
        country = owner.entity.country if owner else None
        why = f"{phrase.word} of {owner.entity.name}" if owner else ""
        if owner is None or country is None:
            taken = self._taken_up(phrase) if owner is None else None
            if taken is not None:
                return self._of_phrase(phrase, taken, f"{phrase.word}: named so before")
            if role.country == "named":
                if role.bare is None:
                    return None
                country, why = role.bare, f"{phrase.word} that no country is named of"
            else:
                country, focus_why = self.focus.at(phrase.head.sent)
                why = f"{phrase.word} of the {focus_why}"
        referent = self._role_referent(phrase, owner, country)
        return self._of_phrase(phrase, referent, why)

    def _taken_up(self, phrase: RolePhrase) -> Referent | None:
        """Who a definite description without a country takes up (`le ministre`, `the general`)."""
        role = phrase.hit.form.role
        if phrase.plural or role.kind != "person" or not phrase.definite:
            return None
        return self.cast.by_role(role, phrase.word.lower(), None, phrase.plural)

    def _role_referent(self, phrase: RolePhrase, owner: Owner | None, country: str | None) -> Referent:
        role, sectors = phrase.hit.form.role, phrase.sectors
        entity = owner.entity if owner else None
        if entity is not None and entity.kind in ("group", "body", "media") and (role.kind != "person" or phrase.plural):
            return self.cast.thing(entity)
        if role.kind == "person" and not phrase.plural:
            return self._one_person(phrase, country)
        if country and country in self.scene.known.states and role.kind == "body" and sectors and sectors[0] in ("GOV", "MIL", "LEG", "JUD", "COP", "OPP"):
            return self.cast.institution(country, sectors)
        if country and country in self.scene.known.states and sectors[:1] in (("MIL",), ("GOV",)):
            return self.cast.institution(country, sectors)
        return self.cast.anonymous((country, sectors[:1], role.id), self._text(phrase), "group", country, sectors, "described only")

    def _one_person(self, phrase: RolePhrase, country: str | None) -> Referent:
        role = phrase.hit.form.role
        if phrase.definite and country and not phrase.former:
            known = self.cast.by_role(role, phrase.word.lower(), country, False) or self.cast.by_office(role, country)
            if known is not None:
                known.roles.update((phrase.word.lower(), role.id))
                return known
        key = (country, phrase.sectors[:1], role.id, phrase.word, phrase.first if not phrase.definite else 0)
        sectors = _CIVIL if phrase.former else phrase.sectors
        referent = self.cast.anonymous(key, self._text(phrase), "person", country, sectors, "described only")
        referent.roles.update((phrase.word.lower(), role.id))
        return referent

    def _of_phrase(self, phrase: RolePhrase, referent: Referent, why: str) -> ActorMention:
        mention = self._mention(referent, phrase.head.i, phrase.first, phrase.last, "role", why)
        if phrase.sectors and not phrase.former and referent.kind != "person":
            mention.sectors = phrase.sectors
            mention.sector = phrase.sectors[0]
        self.covers.append((mention, phrase.hit.first, phrase.hit.last))
        mention.plural = phrase.plural
        feminine = phrase.hit.form.feminine
        mention.gender = phrase.head.feat("Gender") if feminine is None else "Fem" if feminine else "Masc"
        mention.animate = phrase.hit.form.role.kind == "person"
        return mention

    def _hit(self, hit: NameHit, owned: bool) -> None:
        """A name of the tables that is no person: a state, a capital, a body, an adjective of a country."""
        scene = self.scene
        names = [n for n in hit.names if n.entity.kind != "person"]
        if not names:
            return
        name = self._choose(hit, names)
        entity = name.entity
        if name.how in ("demonym", "prefix"):
            self._demonym(hit, entity, owned)
            return
        referent = self.cast.thing(entity)
        head = head_of(scene, hit.first, hit.last).i
        place, why = (False, f"named in {entity.table}") if entity.kind in ("body", "group", "media") else is_place(scene, hit)
        kind = "modifier" if owned else "place" if place else "state" if entity.kind in ("state", "seat") else "name"
        mention = self._mention(referent, head, hit.first, hit.last, kind, why)
        if kind == "place" and name.how != "seat":
            mention.sector, mention.sectors = None, ()
        token = scene.tokens[head]
        mention.plural = token.feat("Number") == "Plur" or _plural_article(scene, hit)
        mention.gender = _article_gender(scene, hit) or token.feat("Gender")
        self._heads(mention, hit.first, hit.last)

    def _choose(self, hit: NameHit, names: list[Name]) -> Name:
        """Of namesakes, the one whose country the article speaks of; else a member of the United Nations."""
        if len(names) == 1:
            return names[0]
        return max(names, key=lambda n: (self.focus.total.get(n.entity.country or "", 0.0), n.entity.sort == "member", n.how == "name"))

    def _demonym(self, hit: NameHit, entity: Entity, owned: bool) -> None:
        scene = self.scene
        country = entity.country
        if country is None:
            country, why = self.focus.at(scene.tokens[hit.first].sent)
        why = f"adjective of {entity.name}"
        token = scene.tokens[hit.last]
        if not owned and names_people(scene, hit):
            definite = hit.first > 0 and scene.tokens[hit.first - 1].lower in scene.words.words["definite"]
            sector = "GOV" if definite and entity.sort != "people" else "CVL"
            if sector == "GOV" and country:
                referent = self.cast.institution(country, ("GOV",))
            else:
                name = scene.doc.text[scene.tokens[hit.first].start : token.end]
                referent = self.cast.anonymous(("people", country, name.lower()), name, "group", country, _CIVIL, why)
            mention = self._mention(referent, head_of(scene, hit.first, hit.last).i, hit.first, hit.last, "people", f"people of {entity.name}")
            mention.plural, mention.animate, mention.gender = token.feat("Number") == "Plur" or token.text.endswith("s"), True, token.feat("Gender")
        else:
            if not country:
                return
            referent = self.cast.institution(country, ("GOV",))
            mention = self._mention(referent, head_of(scene, hit.first, hit.last).i, hit.first, hit.last, "demonym", why)
        self._heads(mention, hit.first, hit.last)

    def _mention(self, referent: Referent, head: int, first: int, last: int, kind: str, why: str) -> ActorMention:
        tokens = self.scene.tokens
        sector = referent.sectors[0] if referent.sectors else None
        mention = ActorMention(referent.id, tokens[head], tokens[first], tokens[last], referent.country, sector, kind, why)
        mention.sectors = referent.sectors
        self.mentions.append(mention)
        return mention

    def _heads(self, mention: ActorMention, first: int, last: int) -> None:
        """All tokens of a name or role noun lead to its mention."""
        self.covers.append((mention, first, last))

    def _text(self, phrase: RolePhrase) -> str:
        tokens = self.scene.tokens
        return self.scene.doc.text[tokens[phrase.first].start : tokens[phrase.last].end]


def _inside(phrases: list[RolePhrase]) -> set[int]:
    """Role nouns that only say whose another one is (`porte-parole de l'armée`)."""
    return {p.inner.hit.first for p in phrases if p.inner is not None}


def _plural_article(scene: Scene, hit: NameHit) -> bool:
    return hit.first > 0 and scene.tokens[hit.first - 1].lower in ("les", "des", "aux")


def _article_gender(scene: Scene, hit: NameHit) -> str | None:
    before = scene.tokens[hit.first - 1].lower if hit.first else ""
    return {"la": "Fem", "le": "Masc", "du": "Masc", "au": "Masc"}.get(before)
