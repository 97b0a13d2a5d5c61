"""The cast of an article: one referent for everyone who is meant, however often and however called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from greffier.annotate.actors.lexicon import Role
from greffier.annotate.actors.people import NameRun
from greffier.annotate.actors.scan import Scene
from greffier.model import ActorKind
from greffier.resolve.knowledge import Entity, Term, office_rank

# What an institution of a state is called in an actor's name: `Russia (military)`.
_INSTITUTION = {
    "GOV": "government", "MIL": "military", "COP": "police", "JUD": "judiciary", "LEG": "parliament",
    "OPP": "opposition", "REB": "rebels", "CVL": "civilians", "MED": "media", "BUS": "business", "EDU": "education",
    "REL": "religious", "CRM": "criminals", "NGO": "organisations", "IGO": "international",
}  # fmt: skip
_ORDER = ("GOV", "MIL", "LEG", "JUD", "COP", "IGO", "OPP", "REB", "NGO")
# Institutions of which a state has one: `la police` after `la police chilienne` is the same.
_FORCES = (("MIL",), ("COP",))
_REMEMBERED = 300  # referents that a description may take up
_NO_OFFICE = ("CVL",)
_GENDERS = {"m": "Masc", "f": "Fem"}


@dataclass(slots=True, eq=False)
class Referent:
    """Somebody in an article. `roles` are the role nouns (forms and ids) the text has used of them."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    why: str
    known: bool = True
    office: str | None = None
    entity: Entity | None = None
    table: str | None = None
    gender: str | None = None
    roles: set[str] = field(default_factory=set)
    atoms: tuple[str, ...] = ()


class Cast:
    """Finds or makes the referent of a name or a description."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.referents: list[Referent] = []
        self._keys: dict[object, Referent] = {}
        self._by_id: dict[str, Referent] = {}
        self._by_atom: dict[str, list[Referent]] = {}

    def get(self, actor: str) -> Referent:
        """The referent of an id."""
        return self._by_id[actor]

    def _new(
        self, key: object, name: str, kind: ActorKind, country: str | None, sectors: tuple[str, ...], why: str
    ) -> Referent:
        referent = Referent(f"a{len(self.referents) + 1}", name, kind, country, sectors, why)
        self.referents.append(referent)
        self._by_id[referent.id] = referent
        self._keys[key] = referent
        return referent

    def institution(self, country: str, sectors: tuple[str, ...], table: str | None = None) -> Referent:
        """An institution of a state: its government, its army … named in English."""
        sector = sectors[0] if sectors else "GOV"
        key = ("institution", country, sector)
        if key in self._keys:
            return self._keys[key]
        state = self.scene.known.states.get(country)
        name = f"{state.name if state else country} ({_INSTITUTION.get(sector, sector.lower())})"
        kind: ActorKind = "state" if sector == "GOV" else "body"
        referent = self._new(key, name, kind, country, (sector,), "institution of a state")
        referent.table = table or (state.table if state else None)
        return referent

    def thing(self, entity: Entity) -> Referent:
        """The referent of a state, seat, body, group or medium of the tables."""
        if entity.kind in ("state", "seat") and entity.country in self.scene.known.states:
            return self.institution(entity.country or "", entity.sectors or ("GOV",), entity.table)
        key = ("entity", id(entity))
        if key in self._keys:
            return self._keys[key]
        kind: ActorKind = "group" if entity.kind == "group" else "organisation" if entity.kind == "media" else "body"
        referent = self._new(key, entity.name, kind, entity.country, entity.sectors, f"named in {entity.table}")
        referent.entity, referent.table = entity, entity.table
        if entity.country in self.scene.known.states and entity.sectors[:1] in _FORCES:
            self._keys.setdefault(("institution", entity.country, entity.sectors[0]), referent)
        return referent

    def person(self, entity: Entity) -> Referent:
        """The referent of a person of the tables, with the office held at the article's date."""
        key = ("entity", id(entity))
        if key in self._keys:
            return self._keys[key]
        country, sectors, office, why, table = at_date(entity, self.scene.days)
        referent = self._new(key, entity.name, "person", country, sectors, why)
        referent.entity, referent.office, referent.table = entity, office, table
        referent.gender = gender_of(entity)
        return referent

    def unknown(self, run: NameRun, name: str, kind: ActorKind = "person") -> Referent:
        """The referent of a person (or body) no table knows; a short form goes with the full one of the article."""
        for referent in self._by_atom.get(run.atoms[-1], ()):
            if _same_name(run.atoms, referent.atoms):
                return referent
        referent = self._new(("unknown", run.atoms), name, kind, None, (), "known from this text only")
        referent.known, referent.atoms = False, run.atoms
        if kind == "person" and len(run.atoms) > 1:
            referent.gender = _GENDERS.get(self.scene.known.given_gender(run.atoms[0]) or "")
        for atom in set(run.atoms):
            self._by_atom.setdefault(atom, []).append(referent)
        return referent

    def is_part_of_a_name(self, atom: str) -> bool:
        """Has the article a longer name with this word in it?"""
        return atom in self._by_atom

    def anonymous(
        self,
        key: tuple[object, ...],
        name: str,
        kind: ActorKind,
        country: str | None,
        sectors: tuple[str, ...],
        why: str,
    ) -> Referent:
        """Somebody who is only described."""
        if key in self._keys:
            return self._keys[key]
        referent = self._new(key, name, kind, country, sectors, why)
        referent.known = False
        return referent

    def by_role(self, role: Role, word: str, country: str | None) -> Referent | None:
        """The person last added whom the text has called so, in the country given (None: any)."""
        for exact in (True, False) if role.offices else (True,):
            for referent in reversed(self.referents[-_REMEMBERED:]):
                if referent.kind != "person" or (country and referent.country not in (country, None)):
                    continue
                if (word in referent.roles or _short_for(word, referent.roles)) if exact else role.id in referent.roles:
                    return referent
        return None

    def organisation(self) -> Referent | None:
        """The group or private body last added, that `l'ONG`, `le parti`, `the group` takes up."""
        for referent in reversed(self.referents[-_REMEMBERED:]):
            entity = referent.entity
            if entity is not None and (entity.kind == "group" or (entity.kind == "body" and entity.country == "NGO")):
                return referent
        return None

    def by_office(self, role: Role, country: str) -> Referent | None:
        """Who holds this office of a country at the article's date: in this article, else in the tables if only one."""
        days = self.scene.days
        if not role.offices or days is None:
            return None
        for office in role.offices:
            holders = self.scene.known.holders(country, office, *days)
            if holders:
                return self.person(holders[0]) if len(holders) == 1 else None
        return None

    def by_body(self, role: Role, body: Entity) -> Referent | None:
        """Who holds this office of a body above states at the article's date, if only one."""
        days = self.scene.days
        for office in role.offices if days is not None else ():
            holders = self.scene.known.holders_at(body, office, *days) if days else []
            if holders:
                return self.person(holders[0]) if len(holders) == 1 else None
        return None


def _short_for(word: str, roles: set[str]) -> bool:
    """`ministre` after `ministre de la Défense`, `minister` after `defence minister`."""
    return any(role.startswith(word + " ") or role.endswith(" " + word) for role in roles)


def _same_name(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """`Kempf` after `Dieter Kempf`; two full names are the same when first and last word are."""
    if len(short) == 1 or len(full) == 1:
        return short[-1] == full[-1] or (len(short) == 1 and len(full) > 2 and short[0] in full[1:])
    return short[-1] == full[-1] and short[0] == full[0]


def at_date(
    entity: Entity, days: tuple[str, str] | None
) -> tuple[str | None, tuple[str, ...], str | None, str, str | None]:
    """Country, sectors, office, why and table of a person at a date (None: at the last date the tables know)."""
    terms = entity.terms
    if not terms:
        return entity.country, entity.sectors, None, "no dated office", entity.table
    if days is not None:
        current = entity.terms_on(*days)
        if current:
            return _office(current, f"in office on {days[0]}" + ("" if days[0] == days[1] else f" to {days[1]}"))
        past = [t for t in terms if t.end and t.end[:10] < days[0]]
        if past:
            last = max(past, key=lambda t: t.end)
            return last.country, last.sectors, f"former {last.office}", f"left office on {last.end}", last.table
        first = min(terms, key=lambda t: t.start)
        return first.country, _NO_OFFICE, None, f"not yet in office: {first.office} from {first.start}", first.table
    last = max(terms, key=lambda t: t.end or "9999")
    return _office([last], "latest office known; the article has no date")


def _office(terms: list[Term], why: str) -> tuple[str | None, tuple[str, ...], str | None, str, str | None]:
    main = min(terms, key=lambda t: (office_rank(t.office), t.sectors[:1] != ("GOV",)))
    others = in_rank(s for term in terms for s in term.sectors if s not in main.sectors)
    return main.country, (*in_rank(main.sectors), *others), main.office, f"{main.office}, {why}", main.table


def in_rank(sectors: Iterable[str]) -> tuple[str, ...]:
    """Sectors, each once, with the one an act is done in first: a minister who is a general acts for the government."""
    return tuple(sorted(set(sectors), key=lambda s: (_ORDER.index(s) if s in _ORDER else len(_ORDER), s)))


def gender_of(entity: Entity) -> str | None:
    """Masc or Fem from the table's m/f, male/female."""
    letter = (entity.gender or "").strip().lower()[:1]
    return _GENDERS.get(letter)
