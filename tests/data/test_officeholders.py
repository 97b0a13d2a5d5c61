"""The tables of office holders: their form, one head at a time, and no quarrel with the public snapshots in shared.

The tables are written from public knowledge and not drawn from the snapshots, which are only held against them: persons
are compared by name. A spelling that differs beyond accents and case counts as not held.
"""

import csv
import re
import unicodedata
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "greffier" / "data"
SNAPSHOT = ROOT.parent / "shared" / "knowledge" / "officeholders_wikidata_eps.csv"
TABLES = sorted(DATA.glob("officeholders_*.csv"))
COLUMNS = ["country", "office", "sectors", "person", "wikidata", "gender", "start", "end", "forms_fr", "forms_en"]
SECTORS = {"GOV", "MIL", "OPP", "REB", "CVL", "JUD", "LEG", "COP", "BUS", "MED", "IGO", "NGO", "EDU", "REL", "CRM"}
DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
ALWAYS = "9999-12-31"

Row = dict[str, str]

# Sources date a change by appointment, oath or first day in office: that many days two may seem to hold one post.
HANDING_OVER = 31

# Two at the top at once, rightly: (country, office, year the second came) and why.
TWO_AT_ONCE = {
    ("NIC", "President", "2025"): "Ortega made his wife co-president",
    ("CIV", "President", "2010"): "Gbagbo and Ouattara both claimed the election",
    ("CIV", "Prime Minister", "2010"): "each of the two presidents had his prime minister",
    ("MDG", "President", "2002"): "Ratsiraka and Ravalomanana both claimed the election",
    ("MDG", "Prime Minister", "2002"): "each of the two presidents had his prime minister",
    ("LBY", "Prime Minister", "2011"): "the rebels' council had its own",
    ("LBY", "Prime Minister", "2015"): "one government in Tripoli, one in Tobruk",
    ("LBY", "Prime Minister", "2016"): "the government of accord came beside the two",
    ("ISR", "Prime Minister", "2006"): "Olmert acted for Sharon, who lay in a coma",
    ("YEM", "Prime Minister", "2011"): "al-Lawzi acted for Mujawar, wounded by a bomb",
    ("COD", "Prime Minister", "2019"): "Ilunga was named in May, his cabinet sworn in in September",
}

# Terms whose date is a slip in the snapshot: (country, office, person) and what is wrong there.
SLIPS = {
    ("ECU", "President", "Jamil Mahuad"): "elected and sworn in in August 1998, not 1997",
    ("AUT", "Minister of Finance", "Hans Jörg Schelling"): "left with the Kern cabinet on 2017-12-18, not a year later",
    ("FRA", "Minister of Finance", "Christian Sautter"): "gave way to Laurent Fabius in March 2000",
    ("TUR", "Deputy Prime Minister", "Numan Kurtulmuş"): "left in the reshuffle of July 2017",
    ("TUR", "Deputy Prime Minister", "Tuğrul Türkeş"): "left in the reshuffle of July 2017",
    ("TUR", "Deputy Prime Minister", "Bekir Bozdağ"): "was minister of justice until July 2017",
    ("ESP", "Deputy Prime Minister", "Yolanda Díaz"): "third deputy from March 2021, minister only before",
}

# The English names positions have in the snapshot → the office names of our tables.
MINISTER = r"(Federal )?(Minister|Secretary) (of|for) "
AFFAIRS = ("Foreign", "External", "European and International", "Foreign and European", "Europe and Foreign")
FOREIGN = f"{MINISTER}({'|'.join(AFFAIRS)}) (Affairs|Relations).*"
Positions = list[tuple[str, tuple[str, ...]]]
CORE_POSITIONS: Positions = [
    (r"(Acting |State |Federal )?President|President of the Republic", ("President", "Acting President")),
    (r"Prime Minister", ("Prime Minister", "Acting Prime Minister")),
    (r"Federal Chancellor", ("Chancellor",)),
    (r"[Mm]onarch|King|Queen|Emir|Emperor", ("Monarch",)),
    (FOREIGN, ("Minister of Foreign Affairs",)),
    (MINISTER + r"(National )?Defen[cs]e", ("Minister of Defence", "Secretary of Defense")),
    (MINISTER + r"(the )?(Interior|Internal Affairs|Home Affairs)( and .*|, .*)?", ("Minister of the Interior",)),
]
OTHER_POSITIONS: Positions = [
    (r"Vice[ -]President", ("Vice President",)),
    (r"(First |Second )?Deputy Prime Minister.*", ("Deputy Prime Minister",)),
    (r"(Federal )?Minister (of|for) Finances?( and .*)?", ("Minister of Finance",)),
    (r"(Federal )?[Mm]inister (of|for) Justice.*", ("Minister of Justice",)),
    (r"Governor of the (Central|National) Bank", ("Central bank governor",)),
]

ELSEWHERE_NAMED = {
    "the United Kingdom": "GBR", "the United States of America": "USA", "the Czech Republic": "CZE",
    "Paraguary": "PRY", "Congo-Brazzaville": "COG", "Democratic Republic of the Congo": "COD", "Ivory Coast": "CIV",
    "The Philippines": "PHL", "Turkey": "TUR", "Myanmar": "MMR", "North Macedonia": "MKD", "Kosovo": "XKX",
}  # fmt: skip


@cache
def table(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def states() -> dict[str, str]:
    """ISO 3166-1 alpha-3 code by English name."""
    with (DATA / "states.csv").open(encoding="utf-8", newline="") as file:
        return {row["name_en"]: row["iso3"] for row in csv.DictReader(file)} | ELSEWHERE_NAMED


def first_day(day: str) -> str:
    return day + "0001-01-01"[len(day) :]


def last_day(day: str) -> str:
    """The last day a date of day, month or year precision can mean; an empty end is for ever."""
    return day + ALWAYS[len(day) :]


def same_at_coarser(one: str, other: str) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def same_person(one: Row, other: Row) -> bool:
    if one["wikidata"] and other["wikidata"]:
        return one["wikidata"] == other["wikidata"]
    return one["person"] == other["person"]


def letters(name: str) -> str:
    """A name without accents, case, marks and what stands in brackets."""
    bare = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", "", name).casefold())
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in bare if not unicodedata.combining(c))).strip()


@cache
def _spellings(person: str, french: str, english: str) -> frozenset[str]:
    forms = {letters(form) for cell in (french, english) for form in cell.split("|")}
    return frozenset({letters(person), *(form for form in forms if " " in form)})


def is_named(row: Row, name: str) -> bool:
    """Is this one of the full names the row's person goes by?"""
    return letters(name) in _spellings(row["person"], row["forms_fr"], row["forms_en"])


def surely_together(one: Row, other: Row, days: int = 0) -> bool:
    """Whether two terms overlap by more than so many days, however their dates are read."""
    begins = max(last_day(one["start"]), last_day(other["start"]))
    ends = min(first_day(one["end"]) if one["end"] else ALWAYS, first_day(other["end"]) if other["end"] else ALWAYS)
    if begins >= ends:
        return False
    return ends == ALWAYS or (date.fromisoformat(ends) - date.fromisoformat(_real(begins))).days > days


def _real(day: str) -> str:
    """The same day, or the last real one before it: the last day of a month-precise date is written as its 31st."""
    year, month, number = map(int, day.split("-"))
    return f"{year:04}-{month:02}-{min(number, monthrange(year, month)[1]):02}"


def test_there_are_tables() -> None:
    assert TABLES


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
class TestForm:
    def test_header(self, path: Path) -> None:
        assert list(table(path)[0]) == COLUMNS
        assert all(None not in row and None not in row.values() for row in table(path)), "a row too long or too short"

    def test_country(self, path: Path) -> None:
        known = {*states().values(), "IGO", "NGO"}
        assert not {row["country"] for row in table(path)} - known

    def test_dates(self, path: Path) -> None:
        wrong = [row for row in table(path) if not _dated(row)]
        assert not wrong

    def test_sectors_gender_and_wikidata(self, path: Path) -> None:
        for row in table(path):
            assert set(row["sectors"].split("|")) <= SECTORS, row
            assert row["gender"] in {"m", "f"}, row
            assert re.fullmatch(r"(Q[1-9]\d*)?", row["wikidata"]), row

    def test_names(self, path: Path) -> None:
        for row in table(path):
            cells = [row["office"], row["person"], *row["forms_fr"].split("|"), *row["forms_en"].split("|")]
            assert all(cell and cell == cell.strip() for cell in cells), row
            assert all(unicodedata.is_normalized("NFC", cell) for cell in cells), row
            for column in ("forms_fr", "forms_en"):
                assert max(Counter(row[column].split("|")).values()) == 1, row

    def test_one_person_one_identity(self, path: Path) -> None:
        names = defaultdict(set)
        genders = defaultdict(set)
        for row in table(path):
            genders[row["wikidata"] or row["person"]].add(row["gender"])
            if row["wikidata"]:
                names[row["wikidata"]].add(row["person"])
        assert not {key: found for key, found in names.items() if len(found) > 1}
        assert not {key: found for key, found in genders.items() if len(found) > 1}


def _dated(row: Row) -> bool:
    for column in ("start", "end"):
        if not row[column]:
            if column == "start":
                return False
            continue
        found = DATE.fullmatch(row[column])
        if not found or not 1 <= int(found[2] or 1) <= 12 or not 1 <= int(found[3] or 1) <= 31:
            return False
    return first_day(row["start"]) <= last_day(row["end"])


def test_no_row_twice() -> None:
    rows = [tuple(row[column] for column in COLUMNS[:8]) for path in TABLES for row in table(path)]
    assert not [row for row, number in Counter(rows).items() if number > 1]


def _by_office(path: Path) -> dict[tuple[str, str], list[Row]]:
    found = defaultdict(list)
    for row in table(path):
        found[row["country"], row["office"]].append(row)
    return found


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_one_head_at_a_time(path: Path) -> None:
    clashes = [
        (*post, one["person"], other["person"], max(one["start"], other["start"]))
        for post, rows in _by_office(path).items()
        if post[1] in {"President", "Prime Minister", "Chancellor", "Monarch"}
        for one, other in combinations(rows, 2)
        if not same_person(one, other) and surely_together(one, other, HANDING_OVER)
        if (*post, max(one["start"], other["start"])[:4]) not in TWO_AT_ONCE
    ]
    assert not clashes


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_nobody_holds_one_office_twice_at_once(path: Path) -> None:
    clashes = [
        (*post, one["person"], one["start"], other["start"])
        for post, rows in _by_office(path).items()
        for one, other in combinations(rows, 2)
        if same_person(one, other) and surely_together(one, other)
    ]
    assert not clashes


def _snapshot_terms(positions: Positions) -> Iterator[tuple[str, tuple[str, ...], Row]]:
    """Country, our names of the office, and the term, for each term of such positions in the snapshot since 1999."""
    with SNAPSHOT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    newest: dict[str, str] = defaultdict(str)
    for row in rows:
        newest[row["jurisdiction"]] = max(newest[row["jurisdiction"]], row["start"], row["end"])
    for row in rows:
        country = states().get(row["jurisdiction"])
        offices = next((ours for name, ours in positions if re.fullmatch(name, row["position"])), None)
        if not country or not offices or not row["start"] or last_day(row["end"]) < "1999":
            continue
        if country == "USA" and row["position"] == "Secretary of the Interior":  # it looks after land, not police
            continue
        # A term without end says only that it had not ended when the snapshot was taken.
        known_until = last_day(row["end"]) if row["end"] else max(newest[row["jurisdiction"]], first_day(row["start"]))
        yield country, offices, {**row, "known_until": known_until}


needs_snapshot = pytest.mark.skipif(not SNAPSHOT.exists(), reason=f"no {SNAPSHOT.name} beside the project")


@needs_snapshot
@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_contradiction(path: Path) -> None:
    theirs = defaultdict(list)
    for country, offices, term in _snapshot_terms(CORE_POSITIONS + OTHER_POSITIONS):
        for office in offices:
            theirs[country, office].append(term)
    quarrels = []
    for row in table(path):
        terms = [
            term
            for term in theirs.get((row["country"], row["office"]), [])
            if is_named(row, term["person"])
            and first_day(term["start"]) < last_day(row["end"])
            and first_day(row["start"]) < term["known_until"]
        ]
        if not terms or (row["country"], row["office"], row["person"]) in SLIPS:
            continue
        starts = any(same_at_coarser(row["start"], term["start"]) for term in terms)
        ends = any(not term["end"] or (row["end"] and same_at_coarser(row["end"], term["end"])) for term in terms)
        if not starts or not ends:
            quarrels.append((row["country"], row["office"], row["person"], row["start"], row["end"],
                             [(term["start"], term["end"]) for term in terms]))  # fmt: skip
    assert not quarrels


# The least share of the snapshot's core terms (heads of state and of government, foreign affairs, defence, interior)
# that our tables hold under the same spelling, over the countries of each table.
FLOORS = {"officeholders_a": 0.88, "officeholders_b": 0.74}


@needs_snapshot
@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_coverage(path: Path) -> None:
    countries = {row["country"] for row in table(path) if row["office"] in {"President", "Prime Minister", "Monarch"}}
    held = _by_office(path)
    counted: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    for country, offices, term in _snapshot_terms(CORE_POSITIONS):
        if country not in countries:
            continue
        counted[country] += 1
        covered[country] += any(
            is_named(row, term["person"]) and first_day(row["start"]) < last_day(term["end"])
            and first_day(term["start"]) < last_day(row["end"])
            for office in offices for row in held.get((country, office), [])
        )  # fmt: skip
    share = covered.total() / counted.total()
    least = sorted(counted, key=lambda country: covered[country] / counted[country])[:8]
    print(f"\n{path.stem}: {covered.total()} of {counted.total()} core terms since 1999 ({share:.1%}); least: "
          + ", ".join(f"{country} {covered[country]}/{counted[country]}" for country in least))  # fmt: skip
    assert share >= FLOORS.get(path.stem, 0.5)
