"""The codes: PLOVER types, modes, contexts, quad classes and scores; CAMEO codes and their crosswalk."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple


class Cameo(NamedTuple):
    """A CAMEO code and what it is in PLOVER; `goldstein` is the scale of Goldstein (1992) as CAMEO carries it on."""

    code: str
    type: str
    mode: str
    context: tuple[str, ...]
    quad: int
    goldstein: float | None


@dataclass(frozen=True)
class Ontology:
    """`types` maps a type to (quad class, score), `modes` a type to {mode: score}; `meanings` are in our words."""

    types: dict[str, tuple[int, float]]
    modes: dict[str, dict[str, float]]
    contexts: frozenset[str]
    meanings: dict[tuple[str, str], str]
    cameo: dict[str, Cameo]
    nearest: dict[tuple[str, str], str]
    finer: dict[tuple[str, str, str], str]

    def quad(self, type_: str) -> int:
        """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
        return self.types[type_][0]

    def score(self, type_: str, mode: str | None) -> float:
        """PLOVER's score of a mode, else of its type: -10 most hostile, 10 most friendly."""
        return self.modes[type_].get(mode or "", self.types[type_][1])

    def cameo_of(self, type_: str, mode: str | None, contexts: list[str]) -> str | None:
        """The CAMEO code nearest to a type, mode and contexts: the finest that the crosswalk has."""
        general = self.nearest.get((type_, mode or ""))
        if general is None:
            return None
        for context in contexts:
            code = self.finer.get((type_, mode or "", context))
            if code and code.startswith(general[:2]):
                return code
        return general


@lru_cache(maxsize=1)
def ontology() -> Ontology:
    """The tables of this folder, read once."""
    types: dict[str, tuple[int, float]] = {}
    modes: dict[str, dict[str, float]] = {}
    contexts: set[str] = set()
    meanings: dict[tuple[str, str], str] = {}
    nearest: dict[tuple[str, str], str] = {}
    for row in _rows("plover.tsv"):
        meanings[row["type"], row["name"]] = row["meaning"]
        if row["cameo"]:
            nearest[row["type"], "" if row["kind"] == "type" else row["name"]] = row["cameo"]
        if row["kind"] == "type":
            types[row["name"]] = (int(row["quad"]), float(row["score"]))
            modes[row["name"]] = {}
        elif row["kind"] == "mode":
            modes[row["type"]][row["name"]] = float(row["score"])
        else:
            contexts.add(row["name"])
    cameo = {row["code"]: _cameo(row) for row in _rows("cameo.tsv")}
    finer: dict[tuple[str, str, str], str] = {}
    for entry in cameo.values():
        for context in entry.context:
            finer.setdefault((entry.type, entry.mode, context), entry.code)
    return Ontology(types, modes, frozenset(contexts), meanings, cameo, nearest, finer)


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def _cameo(row: dict[str, str]) -> Cameo:
    contexts = tuple(filter(None, row["context"].split(";")))
    goldstein = float(row["goldstein"]) if row["goldstein"] else None
    return Cameo(row["code"], row["type"], row["mode"], contexts, int(row["quad"]), goldstein)
