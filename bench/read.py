"""`make bench`: words a second of `greffier read` against the bare parser, in one run on the same articles.

Bare is `nlp.pipe` of the same spaCy model with its default pipes (the entity recogniser among them). Runs alternate, so
that a machine whose speed drifts slows both; the ratio is the median of the pairs. One process, one thread.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from greffier import reading
from greffier.cli.inputs import Rejects
from greffier.ingest.raw import Options
from greffier.model import Article
from greffier.parse.syntax import load_model, model_name, parse_many
from greffier.reading import read_many

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "news"
ROUNDS = 3
STEPS = ("find_times", "find_places", "find_actors", "find_quotes", "find_events")


def main() -> int:
    """Measure and print; the figures are kept in bench/read.json for the README."""
    inputs = [str(p) for p in sorted(NEWS.glob("*.jsonl"))] if NEWS.is_dir() else [str(ROOT / "examples")]
    if not NEWS.is_dir():
        print("bench: ../shared/news is not beside this checkout; measuring on the examples")
    articles = list(Rejects().articles(inputs, Options()))
    by_language = {code: [a for a in articles if (a.language or "fr") == code] for code in ("fr", "en")}
    result: dict[str, Any] = {}
    for language, some in by_language.items():
        if some:
            result[language] = measure(language, some)
    result["start"] = {"help_seconds": start("--help"), "read_one_seconds": start("read", one_article())}
    print(f"start: `greffier --help` {result['start']['help_seconds']:.2f} s, "
          f"`greffier read` of one dispatch {result['start']['read_one_seconds']:.2f} s")
    (ROOT / "bench" / "read.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def measure(language: str, articles: list[Article]) -> dict[str, float]:
    """Words a second bare and read, their ratio, and each annotator's share of the parse."""
    import spacy

    bare = spacy.load(model_name(language))
    load_model(language)
    texts = [a.text for a in articles]
    words = sum(len(text.split()) for text in texts)
    warm = articles[:5]
    list(bare.pipe(a.text for a in warm)), list(read_many(warm, Rejects()))
    pairs = []
    for _ in range(ROUNDS):
        a = timed(lambda: sum(1 for _ in bare.pipe(texts)))
        b = timed(lambda: sum(1 for _ in read_many(articles, Rejects())))
        pairs.append((a, b))
    ratio = statistics.median(a / b for a, b in pairs)
    bare_s, read_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{language}: {len(articles)} articles, {words:,} words; bare nlp.pipe {words / bare_s:,.0f} words/s, "
          f"greffier {words / read_s:,.0f} words/s, ratio {ratio:.2f}")
    result = {"articles": len(articles), "words": words, "bare": words / bare_s, "read": words / read_s, "ratio": ratio}
    result |= shares(articles)
    return result


def shares(articles: list[Article]) -> dict[str, float]:
    """Seconds of each annotator as a share of the seconds of the parse."""
    spent = dict.fromkeys(("parse", *STEPS), 0.0)
    originals = {name: getattr(reading, name) for name in STEPS}

    def wrapped(name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            began = time.perf_counter()
            try:
                return originals[name](*arguments)
            finally:
                spent[name] += time.perf_counter() - began

        return call

    for name in STEPS:
        setattr(reading, name, wrapped(name))
    try:
        prepared = [reading._prepare(a) for a in articles]
        spent["parse"] = timed(lambda: sum(1 for _ in parse_many([p.unparsed for p in prepared])))
        list(read_many(articles, Rejects()))
    finally:
        for name in STEPS:
            setattr(reading, name, originals[name])
    result = {name.removeprefix("find_"): seconds / spent["parse"] for name, seconds in spent.items() if name != "parse"}
    total = sum(result.values())
    print("    share of the parse: " + ", ".join(f"{n} {100 * v:.1f} %" for n, v in result.items()) + f"; all {100 * total:.1f} %")
    ms = 1000 * spent["find_times"] / len(articles)
    print(f"    times: {ms:.1f} ms a text (HeidelTime: 73 ms a text, measured apart, see baselines)")
    return {"times_ms": ms} | {f"share_{name}": value for name, value in result.items()} | {"share_all": total}


def start(*arguments: str) -> float:
    """Seconds of a whole process, the median of three."""
    command = [sys.executable, "-m", "greffier", *arguments]
    return statistics.median(timed(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(3))


def one_article() -> str:
    """The dispatch, else an example."""
    dispatch = ROOT.parent / "shared" / "gold" / "dispatch_2019-03.txt"
    return str(dispatch if dispatch.exists() else ROOT / "examples" / "13-moscou-repond-a-trump.fr.txt")


def timed(work: Callable[[], Any]) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
