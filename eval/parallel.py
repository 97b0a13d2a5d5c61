"""Do the French and the English reading of one story name the same countries?

    python eval/parallel.py [--worst 15] [--pairs 120]

For each pair of parallel articles the sets of countries of their actors are compared (Jaccard); the mean is printed and
the worst pairs are listed with what only one side has. The articles are read from `shared/news` beside the repository.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from greffier.model import Article, Reading
from greffier.reading import read_many

NEWS = Path(__file__).resolve().parent.parent.parent / "shared" / "news" / "ntrex_2018_fr_en.jsonl"


def countries(reading: Reading) -> set[str]:
    """The countries of an article's actors; IGO and NGO count as such."""
    return {actor.country for actor in reading.actors if actor.country}


def jaccard(a: set[str], b: set[str]) -> float:
    """Size of the intersection over that of the union; 1 for two empty sets."""
    return len(a & b) / len(a | b) if a | b else 1.0


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
    keys = ("id", "text", "language", "published", "title")
    articles = [Article(**{k: row.get(k) for k in keys}) for row in rows]
    return {reading.id: reading for reading in read_many(articles, lambda a, error: print(f"{a.id}: {error}"))}


def main() -> None:
    """Compare, print the mean and the worst."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=15, help="how many of the worst pairs to list")
    parser.add_argument("--pairs", type=int, default=10_000, help="read only so many pairs")
    options = parser.parse_args()
    if not NEWS.is_file():
        raise SystemExit(f"no parallel articles in {NEWS}; this evaluation needs them")
    pairs = load_pairs(options.pairs)
    french = read_rows([pair["fr"] for pair in pairs])
    english = read_rows([pair["en"] for pair in pairs])
    scored = []
    for pair in pairs:
        fr, en = french.get(pair["fr"]["id"]), english.get(pair["en"]["id"])
        if fr is not None and en is not None:
            scored.append((jaccard(countries(fr), countries(en)), fr.id, countries(fr), countries(en)))
    print(f"{len(scored)} pairs: mean Jaccard of countries {sum(s[0] for s in scored) / len(scored):.3f}")
    for score, name, fr_set, en_set in sorted(scored, key=lambda s: (s[0], s[1]))[: options.worst]:
        both = ",".join(sorted(fr_set & en_set))
        print(f"{score:.2f} {name}: both {both}; only fr {sorted(fr_set - en_set)}; only en {sorted(en_set - fr_set)}")


if __name__ == "__main__":
    main()
