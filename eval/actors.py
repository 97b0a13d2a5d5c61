"""How often the actors of gold events are found with the right country and sector.

    python eval/actors.py [fr|en|all] [--errors]

French: every actor and recipient of the hand-annotated articles; a mention that overlaps the words counts, whichever
sense the event coder would choose. English: the country codes of PLOVER gold sentences against the sets found.
The gold is read from the folder `shared` beside the repository and is not part of it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from greffier.annotate.actors import ActorMention, Actors, find_actors
from greffier.annotate.places import find_places
from greffier.parse.blocks import find_blocks
from greffier.parse.doc import Doc
from greffier.parse.header import find_header
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many

GOLD = Path(__file__).resolve().parent.parent.parent / "shared" / "gold"


def actors_of(text: str, language: str, published: str | None) -> tuple[Doc, Actors]:
    """The parsed article and its actors."""
    source = Source(text)
    header = find_header(source.clean)
    doc = next(parse_many([Unparsed(source, language, find_blocks(source.clean, header.end))]))
    return doc, find_actors(doc, find_places(doc), published or header.published)


def overlapping(doc: Doc, actors: Actors, start: int, end: int) -> list[ActorMention]:
    """The mentions that overlap a span of the original text."""
    first, last = doc.source.clean_offset(start), doc.source.clean_offset(end)
    return [m for m in actors.mentions if m.first.start < last and m.last.end > first]


def french(errors: bool) -> None:
    """Print the share of gold sides found, with country, with sector."""
    counts: Counter[str] = Counter()
    for name in ("dispatch_2019-03.jsonl", "articles_fr.jsonl"):
        for line in (GOLD / name).read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            doc, actors = actors_of(article["text"], "fr", article.get("published"))
            for event in article["events"]:
                for side in (*event["actors"], *event["recipients"]):
                    _count(counts, doc, actors, article, side, errors)
    _print("French gold sides", counts)


def _count(
    counts: Counter[str], doc: Doc, actors: Actors, article: dict[str, Any], side: dict[str, Any], errors: bool
) -> None:
    found = [m for start, end in _places_of(side["text"], article["text"]) for m in overlapping(doc, actors, start, end)]
    countries = {m.country for m in found}
    sectors = {m.sector for m in found if m.country == side["country"]}
    counts["sides"] += 1
    counts["found"] += bool(found)
    counts["country"] += side["country"] in countries
    right = side["country"] in countries and (side["sector"] in sectors or side["sector"] is None)
    counts["sector"] += right
    if errors and not right:
        shown = [(m.first.text, m.last.text, m.country, m.sector, m.kind) for m in found]
        print(article["id"], "|", side["text"], side["country"], side["sector"], "|", shown)


def _places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Where the words stand; the gold does not say which occurrence is meant."""
    found, start = [], text.find(words)
    while start >= 0:
        found.append((start, start + len(words)))
        start = text.find(words, start + 1)
    return found


def english(errors: bool) -> None:
    """Print the share of PLOVER sides whose countries are among those found in their words."""
    counts: Counter[str] = Counter()
    for line in (GOLD / "events_en_plover.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        doc, actors = actors_of(row["text"], "en", None)
        for event in row["expected"]:
            for side in ("source", "target"):
                spans = [span for words in event[f"{side}_text"] for span in _places_of(words, row["text"])]
                near = [m for start, end in spans for m in overlapping(doc, actors, start, end)]
                for code in filter(None, event[side].split("+")):
                    _count_code(counts, code, near, actors)
                    if errors and not _is_right(code, near):
                        shown = [(m.first.text, m.last.text, m.country, m.sector, m.kind) for m in near]
                        print(code, event[f"{side}_text"], shown, "\n    ", row["text"][:200])
    _print("English PLOVER sides", counts)


def _is_right(code: str, near: list[ActorMention]) -> bool:
    sector = code[3:6]
    return any(m.country == code[:3] and sector in ("", m.sector) for m in near)


def _count_code(counts: Counter[str], code: str, near: list[ActorMention], actors: Actors) -> None:
    counts["sides"] += 1
    counts["found"] += bool(near)
    counts["country anywhere"] += code[:3] in {m.country for m in actors.mentions}
    counts["country"] += code[:3] in {m.country for m in near}
    counts["sector"] += _is_right(code, near)


def _print(title: str, counts: Counter[str]) -> None:
    shares = ", ".join(f"{k} {v / counts['sides']:.1%}" for k, v in counts.items() if k != "sides")
    print(f"{title}: {counts['sides']}; {shares}")


def main() -> None:
    """Run the comparison that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", nargs="?", default="all", choices=("fr", "en", "all"))
    parser.add_argument("--errors", action="store_true", help="show every side that is not right")
    options = parser.parse_args()
    if not GOLD.is_dir():
        raise SystemExit(f"no gold in {GOLD}; this evaluation needs it")
    if options.language in ("fr", "all"):
        french(options.errors)
    if options.language in ("en", "all"):
        english(options.errors)


if __name__ == "__main__":
    main()
