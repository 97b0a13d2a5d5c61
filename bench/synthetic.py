"""Many articles that nobody wrote: sentences of the examples, recombined, with other days, numbers and outlets.

They are varied (no two alike) and say nothing; they are for measuring and for tests of scale only.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from greffier.cli.inputs import Rejects
from greffier.ingest.raw import Options
from greffier.model import Article

ROOT = Path(__file__).resolve().parent.parent
_OUTLETS = ("Le Courrier", "La Gazette", "The Herald", "Le Matin", "The Ledger", "Agence du Nord", "L'Écho", "The Post")
_SENTENCE = re.compile(r"[^\n]+?[.!?](?=\s|$)")
_NUMBER = re.compile(r"(?<![\d.,-])\d{2,3}(?![\d.,-])")


def synthetic(count: int, seed: int = 1) -> Iterator[Article]:
    """`count` articles of 8 to 16 sentences, four fifths French, over two years."""
    examples = list(Rejects().articles([str(ROOT / "examples")], Options()))
    pools: dict[str, list[str]] = {"fr": [], "en": []}
    for article in examples:
        language = article.language or ("en" if ".en." in article.where else "fr")
        pools[language].extend(s for s in _SENTENCE.findall(article.text) if len(s.split()) > 6)
    rng = random.Random(seed)
    for number in range(count):
        language = "fr" if rng.random() < 0.8 else "en"
        sentences = rng.sample(pools[language], rng.randint(8, 16))
        text = "\n\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))
        text = _NUMBER.sub(lambda m: str(rng.randint(10, 999)) if rng.random() < 0.5 else m[0], text)
        day = date(2018, 1, 1) + timedelta(days=rng.randint(0, 729))
        yield Article(text, f"s{number}", language, day.isoformat(), None, rng.choice(_OUTLETS), where=f"synthetic:{number}")
