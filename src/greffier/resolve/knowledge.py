"""Who is who: states, seats of power, bodies, groups, media and office holders, found by any of their names.

The tables are CSV files under `data/` and, taking precedence, those of the user's folder (`greffier knowledge import`).
They are read once, when first asked for. Lists in a cell are separated by `|`, dates are ISO, open ends are empty.
"""

from __future__ import annotations

import calendar
import csv
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal, NamedTuple

from greffier.resolve.phrases import PhraseIndex, fold, split_atoms

EntityKind = Literal["state", "states", "place", "seat", "body", "group", "media", "person"]
How = Literal["name", "demonym", "against", "ethnic", "prefix", "capital", "seat", "surname"]
Row = dict[str, str]

LANGUAGES = ("fr", "en")
ABOVE_STATES = frozenset({"IGO", "NGO"})
_SURNAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM", "KHM"})
# Parts of a state, by some account, with a government and police of their own.
_OWN_GOVERNMENT = frozenset({"HKG", "MAC", "TWN", "PSE", "XKX", "ESH", "XAB", "XNC", "XNK", "XOS", "XSL", "XTN"})
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_NUMERAL = re.compile(r"[IVX]+\.?|[A-Z]\.|Jr\.?|Sr\.?|1er")
_PARTICLES = frozenset({
    "al", "el", "ben", "bin", "ould", "abu", "abou", "de", "del", "della", "di", "da", "dos", "van", "von", "der",
    "den", "la", "le", "mc", "mac", "st", "saint", "ter", "bint",
})  # fmt: skip


class Term(NamedTuple):
    """One office of one person, from `start` to `end` (ISO dates, empty where open)."""

    office: str
    country: str | None
    sectors: tuple[str, ...]
    start: str
    end: str
    table: str

    def holds(self, first: str, last: str) -> bool:
        """Was the office held on some day from `first` to `last` (ISO days)?"""
        return (not self.start or self.start[:10] <= last[: len(self.start)]) and (
            not self.end or self.end[:10] >= first[: len(self.end)]
        )


@dataclass(slots=True)
class Entity:
    """One thing the tables know. `name` is its English name; `sort` the table's own word for its kind."""

    name: str
    kind: EntityKind
    country: str | None
    sectors: tuple[str, ...]
    table: str
    sort: str = ""
    wikidata: str | None = None
    gender: str | None = None
    start: str = ""
    end: str = ""
    members: tuple[str, ...] = ()
    part_of: str = ""
    terms: list[Term] = field(default_factory=list)
    forms: set[str] = field(default_factory=set)

    def terms_on(self, first: str, last: str) -> list[Term]:
        """The offices held between two ISO days, in the order of the table."""
        return [term for term in self.terms if term.holds(first, last)]


class Name(NamedTuple):
    """An entity, and how a phrase names it."""

    entity: Entity
    how: How


@dataclass(slots=True)
class Knowledge:
    """All tables in memory: everything by name (one index a language), states by code, persons by office."""

    entities: list[Entity] = field(default_factory=list)
    states: dict[str, Entity] = field(default_factory=dict)
    offices: dict[tuple[str, str], list[tuple[Term, Entity]]] = field(default_factory=dict)
    _named: dict[str, list[tuple[str, Entity, How]]] = field(default_factory=lambda: {lang: [] for lang in LANGUAGES})
    _spelled: dict[str, list[tuple[str, Entity]]] = field(default_factory=lambda: {lang: [] for lang in LANGUAGES})
    _indexes: dict[str, PhraseIndex[Name]] = field(default_factory=dict)
    _above: list[tuple[str, list[tuple[Term, Entity]]]] = field(default_factory=list)
    _given: dict[str, str] = field(default_factory=dict)

    def names(self, language: str) -> PhraseIndex[Name]:
        """All names of a language; the index is built when first asked for."""
        if language not in self._indexes:
            index: PhraseIndex[Name] = PhraseIndex()
            for form, entity, how in self._named[language]:
                index.add(form, Name(entity, how))
            for form, person, how in _person_names(self._spelled[language]):
                index.add(form, Name(person, how))
            self._indexes[language] = index
        return self._indexes[language]

    def name(self, entity: Entity, how: How, forms: Iterable[str], languages: Iterable[str]) -> None:
        """Let an entity be found by these forms in these languages."""
        for language in languages:
            self._named[language].extend((form, entity, how) for form in dict.fromkeys(forms))

    def spell(self, person: Entity, cells: str, language: str) -> None:
        """Let a person be found by the spellings in a cell of a table, and by their surnames."""
        self._spelled[language].append((cells, person))

    def find(self, name: str) -> list[Entity]:
        """The entities of this name in any language, each once."""
        found: dict[int, Entity] = {}
        for language in LANGUAGES:
            for hit in self.names(language).lookup(name):
                found.setdefault(id(hit.entity), hit.entity)
        return list(found.values())

    def sovereign(self, country: str) -> str:
        """The state whose army, police and government a territory has; the country itself where it is none."""
        state = self.states.get(country)
        return state.part_of if state is not None and state.part_of and country not in _OWN_GOVERNMENT else country

    def given_gender(self, given: str) -> str | None:
        """The gender (m, f) that the persons of the tables with this first name share, None where they differ or are few."""
        if not self._given:
            counts: dict[str, list[int]] = {}
            for person in self.entities:
                if person.kind == "person" and person.gender in ("m", "f") and person.country not in _SURNAME_FIRST and " " in person.name:
                    counts.setdefault(fold(person.name.split()[0]), [0, 0])[person.gender == "f"] += 1
            sure = {name: men > women for name, (men, women) in counts.items() if max(men, women) >= max(2, 20 * min(men, women))}
            self._given = {name: "m" if men else "f" for name, men in sure.items()} or {"": ""}
        return self._given.get(fold(given))

    def holders(self, country: str, office: str, first: str, last: str) -> list[Entity]:
        """Who held an office of a country between two ISO days, each once."""
        found: dict[int, Entity] = {}
        for term, person in self.offices.get((country, office_key(office)), ()):
            if term.holds(first, last):
                found.setdefault(id(person), person)
        return list(found.values())

    def holders_at(self, body: Entity, office: str, first: str, last: str) -> list[Entity]:
        """Who held an office of a body above states (`Secretary-General of the United Nations`), each once."""
        if not self._above:
            self._above = [(key, terms) for (country, key), terms in self.offices.items() if country in ABOVE_STATES]
        title = office_key(office) + " "
        found: dict[int, Entity] = {}
        for key, terms in self._above:
            if key.startswith(title) and key.rsplit(" of ", 1)[-1] in body.forms:
                found.update((id(person), person) for term, person in terms if term.holds(first, last))
        return list(found.values())


# Of several offices, the one a person is known by: by the first word of the office.
_RANKS = {
    "President": 0, "Monarch": 0, "Interim": 0, "Chancellor": 1, "Prime": 1, "Secretary": 2, "Minister": 2,
    "Secretary-General": 2, "Opposition": 3,
}  # fmt: skip


def office_rank(office: str) -> int:
    """How high an office stands: 0 heads of state, 1 of government, 2 ministers, 3 opposition leaders, 4 others."""
    return _RANKS.get(office.split(" ")[0], 4)


def home() -> Path:
    """The user's folder: `$GREFFIER_HOME`, else the platform's place for application data."""
    given = os.environ.get("GREFFIER_HOME")
    if given:
        return Path(given).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "greffier"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "greffier"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "greffier"


def user_tables() -> list[Path]:
    """The user's own tables of office holders, in alphabetical order."""
    folder = home() / "knowledge"
    return sorted(folder.glob("*.csv")) if folder.is_dir() else []


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """All tables, read once. `knowledge.cache_clear()` after a table has changed."""
    loaded = Knowledge()
    for row, table in _shipped("states"):
        _add_state(loaded, row, table)
    for row, table in _shipped("seats"):
        _add_seat(loaded, row, table)
    for stem in ("bodies", "groups", "media"):
        for row, table in _shipped(stem):
            _add_organisation(loaded, row, table, stem)
    for row, table in _shipped("peoples"):
        _add_people(loaded, row, table)
    for row, table in _shipped("state_groups"):
        _add_states(loaded, row, table)
    _add_persons(loaded, _person_rows())
    return loaded


def days_of(published: str | None) -> tuple[str, str] | None:
    """First and last day an EDTF date may mean (`2019-03`, `2018-09/2018-10`), or None."""
    found = _DATE.findall(published or "")
    if not found:
        return None
    (year, month, day), (last_year, last_month, last_day) = found[0], found[-1]
    month_end = last_month or "12"
    last_day = last_day or f"{calendar.monthrange(int(last_year), int(month_end))[1]:02d}"
    return f"{year}-{month or '01'}-{day or '01'}", f"{last_year}-{month_end}-{last_day}"


def office_key(office: str) -> str:
    """An office's name in the form it is compared by."""
    return " ".join(fold(word) for word in split_atoms(office))


def _shipped(stem: str) -> Iterator[tuple[Row, str]]:
    file = files("greffier") / "data" / f"{stem}.csv"
    if file.is_file():
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            yield row, f"{stem}.csv"


def _cells(row: Row, *columns: str) -> list[str]:
    return [part.strip() for column in columns for part in (row.get(column) or "").split("|") if part.strip()]


def _add_state(loaded: Knowledge, row: Row, table: str) -> None:
    state = Entity(row["name_en"], "state", row["iso3"], ("GOV",), table, sort=row["status"], part_of=row["part_of"])
    loaded.entities.append(state)
    loaded.states[row["iso3"]] = state
    for language in LANGUAGES:
        only = (language,)
        loaded.name(state, "name", _cells(row, f"name_{language}", f"forms_{language}"), only)
        loaded.name(state, "demonym", _cells(row, f"demonyms_{language}"), only)
        loaded.name(state, "capital", _cells(row, f"capital_{language}"), only)
        loaded.name(state, "prefix", [p.strip("-–") for p in _cells(row, f"prefix_{language}")], only)


def _add_seat(loaded: Knowledge, row: Row, table: str) -> None:
    sectors = tuple(_cells(row, "sectors")) or ("GOV",)
    seat = Entity(row.get("actor_name") or row["name"], "seat", row["country"] or None, sectors, table, row["kind"])
    loaded.entities.append(seat)
    languages = (row["language"],) if row.get("language") in LANGUAGES else LANGUAGES
    loaded.name(seat, "seat", _cells(row, "name"), languages)


def _add_organisation(loaded: Knowledge, row: Row, table: str, stem: str) -> None:
    kind: EntityKind = "body" if stem == "bodies" else "group" if stem == "groups" else "media"
    sectors = tuple(_cells(row, "sectors")) or (("MED",) if kind == "media" else ())
    if sectors[:1] == ("IGO",):
        sectors = (*sectors[1:], "IGO")  # the sector it acts in stands first: a court above states is JUD
    name = row.get("name_en") or row["name"]
    thing = Entity(name, kind, row.get("country") or None, sectors, table, row.get("kind") or "")
    thing.start, thing.end = row.get("start") or "", row.get("end") or ""
    thing.members = tuple(_cells(row, "members"))
    loaded.entities.append(thing)
    if thing.country in ABOVE_STATES:
        english = [office_key(form) for form in _cells(row, "name_en", "forms_en", "acronyms")]
        thing.forms.update(english, (f"the {form}" for form in english))
    for language in LANGUAGES:
        own = _cells(row, f"name_{language}", f"forms_{language}", f"members_{language}", "name", "forms", "aliases", "acronyms")
        loaded.name(thing, "name", own, (language,))


def _add_people(loaded: Knowledge, row: Row, table: str) -> None:
    """Peoples and regions whose adjectives name a part of a state (`catalan`) or no state at all (`kurde`)."""
    country = row["country"] or None
    people = Entity(row["name"], "state", country, (), table, sort="people")
    loaded.entities.append(people)
    for language in LANGUAGES:
        loaded.name(people, "demonym", _cells(row, f"demonyms_{language}"), (language,))


def _add_states(loaded: Knowledge, row: Row, table: str) -> None:
    """Names that stand for several states at once (`les deux Corées`)."""
    states = Entity(row["name"], "states", None, ("GOV",), table, members=tuple(_cells(row, "countries")))
    loaded.entities.append(states)
    for language in LANGUAGES:
        loaded.name(states, "name", _cells(row, f"forms_{language}"), (language,))


def _person_rows() -> Iterator[tuple[Row, str, bool]]:
    """Rows of office holders, the user's first: row, table, and does it give a term (else only names)?

    An office that the user's tables have of a person is taken from them alone.
    """
    own: set[tuple[str, str, str]] = set()
    for path in user_tables():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                own.update(_offices_of(row))
                yield row, f"user:{path.name}", True
    for stem in ("officeholders_a", "officeholders_b"):
        for row, table in _shipped(stem):
            yield row, table, not own or own.isdisjoint(_offices_of(row))


def _offices_of(row: Row) -> list[tuple[str, str, str]]:
    return [(identity, row["country"], office_key(row["office"])) for identity in _identities(row)]


def _identities(row: Row) -> list[str]:
    return [key for key in (row.get("wikidata") or "", fold(row["person"])) if key]


def _add_persons(loaded: Knowledge, rows: Iterable[tuple[Row, str, bool]]) -> None:
    persons: dict[str, Entity] = {}
    for row, table, gives_term in rows:
        keys = _identities(row)
        person = next((persons[key] for key in keys if key in persons), None)
        sectors = tuple(_cells(row, "sectors")) or ("GOV",)
        country = row["country"] or None
        if person is None:
            person = Entity(row["person"], "person", country, sectors, table, wikidata=row.get("wikidata") or None)
            loaded.entities.append(person)
        for key in keys:
            persons.setdefault(key, person)
        person.gender = person.gender or row.get("gender") or None
        if gives_term:
            term = Term(row["office"], country, sectors, row.get("start") or "", row.get("end") or "", table)
            person.terms.append(term)
            loaded.offices.setdefault((country or "", office_key(term.office)), []).append((term, person))
        for language in LANGUAGES:
            loaded.spell(person, f"{row['person']}|{row.get(f'forms_{language}') or ''}", language)


def _person_names(spelled: list[tuple[str, Entity]]) -> Iterator[tuple[str, Entity, How]]:
    """Full names and surnames from cells of spellings, each once a person; rows of one person mostly repeat the same cell."""
    cells_of: dict[int, set[str]] = {}
    for cells, person in spelled:
        seen = cells_of.setdefault(id(person), set())
        if cells in seen:
            continue
        seen.add(cells)
        for form in filter(None, map(str.strip, cells.split("|"))):
            if form not in seen and (" " in form or "-" in form):
                yield form, person, "name"
            for short in () if form in seen else surnames(form, person.country):
                if f"={short}" not in seen:
                    seen.add(f"={short}")
                    yield short, person, "surname"
            seen.add(form)


@lru_cache(maxsize=4096)
def surnames(name: str, country: str | None) -> list[str]:
    """What a person is called for short: the last word, with its particles; the first where that is the family's."""
    words = [w for w in name.replace(",", " ").split() if not _NUMERAL.fullmatch(w)]
    if len(words) < 2:
        return words if len(name) > 2 else []
    if country in _SURNAME_FIRST and len(words[0]) > 1 and len(words) <= 3:
        return [words[0]]
    first = len(words) - 1
    while first > 1 and fold(words[first - 1]).strip("'") in _PARTICLES:
        first -= 1
    long = " ".join(words[first:])
    found = [long] if first == len(words) - 1 else [long, words[-1]]
    return [word for word in found if len(word) > 2]
