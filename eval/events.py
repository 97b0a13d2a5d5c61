"""Events: how sure the reader says it is, and how often it is right; requests and judgments of the French treebank.

    python eval/events.py            reliability table on the hand-coded French articles
    python eval/events.py sequoia    sayer and target of requests, judgments and communications that are coded

"Right" is what greffier promises with `confidence`: type, actors' countries and recipients' countries all right.
The gold is read from the folder `shared` beside the repository and is not part of it.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from greffier.model import Article, to_json
from greffier.reading import read_many

GOLD = Path(__file__).resolve().parent.parent.parent / "shared" / "gold"
BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01)
POLITICAL = ("Judgment", "Request", "suasion", "communication", "Statement", "Commitment", "agreement")


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a gold file."""
    path = GOLD / name
    if not path.exists():
        sys.exit(f"{path} is not there: this measure needs the shared gold")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def readings(gold: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The readings of gold rows, as plain objects."""
    articles = [Article(g["text"], id=g["id"], language=g.get("language"), published=g.get("published")) for g in gold]

    def reject(article: Article, error: Exception) -> None:
        raise error

    for reading in read_many(articles, reject):
        yield json.loads(to_json(reading))


def scorer() -> Any:
    """The shared scorer as a module: its rules of pairing are the ones that count."""
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def countries(side: list[dict[str, Any]]) -> set[str]:
    return {a["country"] for a in side if a.get("country")}


def sides_right(gold: dict[str, Any], event: dict[str, Any]) -> bool:
    """Do actors and recipients agree; all sides together where an act is mutual?"""
    a, r = countries(gold["actors"]), countries(gold["recipients"])
    x, y = countries(event["actors"]), countries(event["recipients"])
    mutual = (not gold["recipients"] or not event["recipients"]) and gold["type"] in ("CONSULT", "AGREE", "COOPERATE")
    return (a == x and r == y) or (mutual and a | r == x | y)


def judged(gold: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], bool, bool]]:
    """Each event read, whether its type is right, and whether all of it is."""
    score = scorer()
    for g, reading in zip(gold, readings(gold), strict=True):
        text = g["text"]

        def fits(a: dict[str, Any], b: dict[str, Any], text: str = text) -> float:
            if b["type"] not in {a["type"], *(a.get("also") or [])}:
                return 0
            tellings = [a["trigger"], *(a.get("again") or [])]
            if not any(near(t, b["trigger"], text) for t in tellings):
                return 0
            return 1 + (score.overlap(a["trigger"], b["trigger"]) > 0) + 2 * sides_right(a, b)

        pairs = score.pair(g["events"], reading["events"], fits)
        for event in reading["events"]:
            match = next((a for a, b in pairs if b is event), None)
            yield event, match is not None, match is not None and sides_right(match, event)


def near(a: dict[str, Any], b: dict[str, Any], text: str) -> bool:
    """On one line, within thirty characters: how the scorer pairs triggers."""
    first, second = sorted((a, b), key=lambda s: s["start"])
    return second["start"] - first["end"] <= 30 and "\n" not in text[first["end"] : second["start"]]


def reliability() -> None:
    """Print, for each range of confidence, how many codings it holds and how many are right."""
    found = list(judged(rows("articles_fr.jsonl") + rows("dispatch_2019-03.jsonl")))
    print(f"{'confidence':<14}{'events':>7}{'says':>7}{'all right':>11}{'type right':>12}")
    for low, high in pairwise(BINS):
        inside = [(e, t, f) for e, t, f in found if low <= e["confidence"] < high]
        if inside:
            says = sum(e["confidence"] for e, _, _ in inside) / len(inside)
            types, full = (sum(x[k] for x in inside) / len(inside) for k in (1, 2))
            print(f"{low:.1f} – {min(high, 1):.1f}{'':<5}{len(inside):>7}{says:>7.2f}{full:>11.2f}{types:>12.2f}")
    error = sum(abs(e["confidence"] - f) ** 2 for e, _, f in found) / len(found)
    print(f"{len(found)} events, Brier score {error:.3f}")


def sequoia() -> None:
    """Print how often sayer and target agree in the sentences of which an event is read."""
    gold = [{**g, "published": None} for g in rows("frames_fr_sequoia.jsonl")]
    agree = coded = 0
    for g, reading in zip(gold, readings(gold), strict=True):
        for frame in g["expected"]:
            at = g["text"].find(frame["trigger"])
            event = next((e for e in reading["events"] if at >= 0 and abs(e["trigger"]["start"] - at) <= 15), None)
            if event is None or not any(word in frame["code"] for word in POLITICAL):
                continue
            coded += 1
            agree += same(frame["source"], event["actors"]) and same(frame["target"], event["recipients"])
    print(f"sayer and target agree in {agree} of {coded} coded ({100 * agree / coded if coded else 0:.0f} %)")


def same(words: str, sides: list[dict[str, Any]]) -> bool:
    """Do the gold's words and a side share a word, or is one of them silent?"""
    if not words or not sides:
        return True
    gold = set(words.lower().replace("'", " ").split())
    return any(gold & set(side["text"].lower().replace("'", " ").split()) for side in sides)


if __name__ == "__main__":
    sequoia() if sys.argv[1:] == ["sequoia"] else reliability()
