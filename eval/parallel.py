"""Do the French and the English reading of one story agree: its countries, its events, its quotations?

    python eval/parallel.py [--worst 15] [--pairs 120]

Printed over all pairs of parallel articles: the mean Jaccard index of the sets of countries of their actors; F1 of the
sets of events (type, countries of the actors, countries of the recipients), the English reading taken as the reference;
the number of direct and of mixed quotations in either language. The worst pairs follow with what only one side has.
The articles are read from `shared/news` beside the repository.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from greffier.model import Article, Reading, Side

NEWS = Path(__file__).resolve().parent.parent.parent / "shared" / "news" / "ntrex_2018_fr_en.jsonl"
QUOTED = ("direct", "mixed")

Pair = tuple[str, Reading, Reading]
EventKey = tuple[str, tuple[str, ...], tuple[str, ...]]


def countries(reading: Reading) -> set[str]:
    """The countries of an article's actors; IGO and NGO count as such."""
    return {actor.country for actor in reading.actors if actor.country}


def events(reading: Reading) -> set[EventKey]:
    """What happened, without its words: type, countries of the actors, countries of the recipients."""
    return {(e.type, _countries_of(e.actors), _countries_of(e.recipients)) for e in reading.events}


def _countries_of(sides: list[Side]) -> tuple[str, ...]:
    return tuple(sorted({side.country for side in sides if side.country}))


def jaccard(a: set[str], b: set[str]) -> float:
    """Size of the intersection over that of the union; 1 for two empty sets."""
    return len(a & b) / len(a | b) if a | b else 1.0


def f1(shared: int, a: int, b: int) -> float:
    """Harmonic mean of precision and recall of two sets by the sizes of both and of what they share; 1 if both are
    empty."""
    return 2 * shared / (a + b) if a + b else 1.0


def load_pairs(limit: int) -> list[dict[str, dict[str, Any]]]:
    """The rows of each parallel pair by language."""
    pairs: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for line in NEWS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        key = min(row["id"], row.get("parallel") or row["id"])
        pairs[key][row["language"]] = row
    return [pair for pair in pairs.values() if set(pair) == {"fr", "en"}][:limit]


def read_rows(rows: list[dict[str, Any]]) -> dict[str, Reading]:
    """Readings of rows by id; what cannot be read is named."""
    from greffier.reading import read_many

    keys = ("id", "text", "language", "published", "title")
    fields: list[dict[str, Any]] = [{key: row.get(key) for key in keys} for row in rows]
    articles = [Article(**given) for given in fields]
    return {reading.id: reading for reading in read_many(articles, lambda a, error: print(f"{a.id}: {error}"))}


def read_pairs(limit: int) -> list[Pair]:
    """Id, French reading and English reading of every pair of which both could be read."""
    pairs = load_pairs(limit)
    french = read_rows([pair["fr"] for pair in pairs])
    english = read_rows([pair["en"] for pair in pairs])
    ids = [(pair["fr"]["id"], pair["en"]["id"]) for pair in pairs]
    return [(fr, french[fr], english[en]) for fr, en in ids if fr in french and en in english]


def print_countries(pairs: list[Pair], worst: int) -> None:
    """Mean Jaccard index of the countries of the actors, and the pairs that agree least."""
    scored = [
        (jaccard(countries(fr), countries(en)), name, sorted(countries(fr)), sorted(countries(en)))
        for name, fr, en in pairs
    ]
    print(f"countries of actors: mean Jaccard {sum(s[0] for s in scored) / len(scored):.3f}")
    for score, name, only_fr, only_en in sorted(scored)[:worst]:
        _print_difference(f"{score:.2f} {name}", set(only_fr), set(only_en), str)


def print_events(pairs: list[Pair], worst: int) -> None:
    """F1 over all events and over their types alone, and the pairs with most events that one side lacks."""
    sets = [(name, events(fr), events(en)) for name, fr, en in pairs]
    shared = sum(len(fr & en) for _, fr, en in sets)
    n_fr, n_en = sum(len(fr) for _, fr, _ in sets), sum(len(en) for _, _, en in sets)
    print(f"events: F1 {100 * f1(shared, n_fr, n_en):.1f} ({shared} in both, {n_fr} French, {n_en} English)")
    types = [({key[0] for key in fr}, {key[0] for key in en}) for _, fr, en in sets]
    total = f1(sum(len(a & b) for a, b in types), sum(len(a) for a, _ in types), sum(len(b) for _, b in types))
    print(f"event types alone: F1 {100 * total:.1f}")
    for name, fr, en in sorted(sets, key=lambda s: (-len(s[1] ^ s[2]), s[0]))[:worst]:
        _print_difference(f"{100 * f1(len(fr & en), len(fr), len(en)):.0f} {name}", fr, en, _event_text)


def print_quotes(pairs: list[Pair], worst: int) -> None:
    """How many direct and mixed quotations in either language, and the pairs whose numbers differ most."""
    counts = [(name, _quote_counts(fr), _quote_counts(en)) for name, fr, en in pairs]
    for i, kind in enumerate(QUOTED):
        print(f"{kind} quotations: {sum(c[1][i] for c in counts)} French, {sum(c[2][i] for c in counts)} English")
    distance = [(sum(abs(a - b) for a, b in zip(fr, en, strict=True)), name, fr, en) for name, fr, en in counts]
    for apart, name, fr, en in sorted(distance, key=lambda d: (-d[0], d[1]))[:worst]:
        if apart:
            print(f"  {name}: direct {fr[0]} / {en[0]}, mixed {fr[1]} / {en[1]} (French / English)")


def _quote_counts(reading: Reading) -> tuple[int, ...]:
    return tuple(sum(quote.kind == kind for quote in reading.quotes) for kind in QUOTED)


def _event_text(key: EventKey) -> str:
    return f"{key[0]} {'+'.join(key[1]) or '-'}>{'+'.join(key[2]) or '-'}"


def _print_difference(head: str, fr: set[Any], en: set[Any], text: Callable[[Any], str]) -> None:
    both, only_fr, only_en = (", ".join(sorted(map(text, part))) or "-" for part in (fr & en, fr - en, en - fr))
    print(f"  {head}: both {both}; only fr {only_fr}; only en {only_en}")


def main() -> None:
    """Read the pairs and print the three comparisons, each with its worst pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=15, help="how many of the worst pairs to list")
    parser.add_argument("--pairs", type=int, default=10_000, help="read only so many pairs")
    options = parser.parse_args()
    if not NEWS.is_file():
        raise SystemExit(f"no parallel articles in {NEWS}; this evaluation needs them")
    pairs = read_pairs(options.pairs)
    if not pairs:
        raise SystemExit("no pair could be read; --pairs must be at least 1")
    print(f"{len(pairs)} pairs")
    print_countries(pairs, options.worst)
    print_events(pairs, options.worst)
    print_quotes(pairs, options.worst)


if __name__ == "__main__":
    main()
