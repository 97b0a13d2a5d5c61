"""Measure readings against gold: the same measures for our own gate and for a user's gold.

Gold is JSONL in the codebook's format. What a row holds tells what is measured: `times`, `quotes`, `events` of whole
articles; `timexes` (TIMEX3 spans and values, as in TempEval-3); `expected` (PLOVER types of single sentences, where a
sentence without any is a trap); `toponyms` with coordinates (share within 161 km, the measure of Leidner 2007).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from msgspec import convert, to_builtins

from greffier.export.timex3 import timex3
from greffier.model import TimeRef

Row = dict[str, Any]

_SAME_QUOTE = 0.8  # Jaccard of characters
_SAME_CHOICE = 0.75  # share of days that two vague dates have in common
_REACH = 30  # characters between two triggers of one event
_NEAR_KM = 161
_EARTH_KM = 12742
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
_YIELDING = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


class Figure(NamedTuple):
    """One measured figure, in per cent. `low_is_good` for errors."""

    name: str
    value: float
    detail: str = ""
    low_is_good: bool = False


@dataclass
class Tally:
    """Hits against what gold holds and what was found; gives precision, recall, F1."""

    gold: int = 0
    found: int = 0
    hits: int = 0

    def figure(self, name: str) -> Figure:
        """The F1 as a figure."""
        precision = self.hits / self.found if self.found else 0.0
        recall = self.hits / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        detail = f"P {100 * precision:.1f} R {100 * recall:.1f}, {self.hits} of {self.gold} gold, {self.found} found"
        return Figure(name, 100 * f1, detail)


def score(gold: Sequence[Row], readings: Iterable[Row]) -> list[Figure]:
    """The figures for these gold rows; a gold row without a reading of the same `id` counts as read empty."""
    by_id = {str(reading["id"]): reading for reading in readings}
    pairs = [(row, by_id.get(str(row["id"]), {})) for row in gold]
    for key, measure in _MEASURES:
        if gold and key in gold[0]:
            return measure(pairs)
    return []


# --- times ----------------------------------------------------------------------------------------------------------
def _articles(pairs: list[tuple[Row, Row]]) -> list[Figure]:
    return [
        *_times(pairs, "times", lambda t: t.get("edtf"), lambda t: t.get("edtf"), same_edtf),
        *_quotes(pairs),
        *_events(pairs),
    ]


def _timexes(pairs: list[tuple[Row, Row]]) -> list[Figure]:
    """Against the expressions as we cut them, and cut as TimeML does, which most corpora with TIMEX3 follow."""
    cut = [(gold, reading | {"times": _as_timeml(reading)}) for gold, reading in pairs]
    return [*_timex_figures(pairs), *(f._replace(name=f"{f.name}, cut as TimeML") for f in _timex_figures(cut))]


def _as_timeml(reading: Row) -> list[Row]:
    times = convert(reading.get("times", []), list[TimeRef])
    return [to_builtins(time) for time in timex3(times, reading["language"])] if times else []


def _timex_figures(pairs: list[tuple[Row, Row]]) -> list[Figure]:
    return _times(
        pairs,
        "timexes",
        lambda t: t.get("value"),
        lambda t: (t.get("timex") or {}).get("value"),
        lambda a, b: normal_timex(a) == normal_timex(b),
    )


def _times(
    pairs: list[tuple[Row, Row]],
    key: str,
    of_gold: Callable[[Row], Any],
    of_found: Callable[[Row], Any],
    same: Callable[[Any, Any], bool],
) -> list[Figure]:
    strict, relaxed, value = Tally(), Tally(), Tally()
    for row, reading in pairs:
        wanted, found = row[key], reading.get("times", [])
        matched = _match(wanted, found, lambda a, b: (1 + _equal(a, b)) if _overlap(a, b) else 0)
        for tally, hits in (
            (strict, sum(_equal(a, b) for a, b in matched)),
            (relaxed, len(matched)),
            (value, sum(same(of_gold(a), of_found(b)) for a, b in matched)),
        ):
            _add(tally, len(wanted), len(found), hits)
    return [strict.figure("times strict"), relaxed.figure("times relaxed"), value.figure("times value")]


def same_edtf(wanted: str | None, found: str | None) -> bool:
    """Equal, or two choices of days that share three quarters of their members: the edges of a month are vague."""
    a, b = (re.sub(r"\s", "", v or "").translate(str.maketrans("{}", "[]")) for v in (wanted, found))
    if a[:1] == "[" == b[:1]:
        x, y = set(a.strip("[]").split(",")), set(b.strip("[]").split(","))
        return len(x & y) >= _SAME_CHOICE * len(x | y)
    return a == b


def normal_timex(value: str | None) -> str:
    """One spelling for equal TIMEX3 values: zero padded, without blanks and without seconds of 00."""
    value = (value or "").replace(" ", "")
    match = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(.*))?", value)
    if not match:
        return value.upper() if value.startswith("P") else value
    year, month, day, rest = match.groups()
    if day is None:
        return f"{year}-{int(month):02d}"
    clock = re.match(r"T(\d{1,2}):(\d\d)(.*)", rest)
    if clock:
        rest = f"T{int(clock[1]):02d}:{clock[2]}{'' if clock[3] in ('', ':00') else clock[3]}"
    return f"{year}-{int(month):02d}-{int(day):02d}{rest}"


# --- quotations -----------------------------------------------------------------------------------------------------
def _quotes(pairs: list[tuple[Row, Row]]) -> list[Figure]:
    content, speaker = Tally(), Tally()
    kinds: dict[str, Tally] = {kind: Tally() for kind in ("direct", "mixed", "indirect")}
    for row, reading in pairs:
        wanted, found = row["quotes"], reading.get("quotes", [])
        matched = _match(wanted, found, _content_jaccard)
        _add(content, len(wanted), len(found), len(matched))
        _add(speaker, len(wanted), len(found), sum(same_speaker(a, b) for a, b in matched))
        for kind, tally in kinds.items():
            _add(tally, sum(q["kind"] == kind for q in wanted), 0, sum(a["kind"] == kind for a, _ in matched))
    recalls = ", ".join(f"{kind} {tally.hits} of {tally.gold}" for kind, tally in kinds.items())
    figure = content.figure("quotes content")
    return [figure._replace(detail=f"{figure.detail}; {recalls}"), speaker.figure("quotes content + speaker")]


def _content_jaccard(wanted: Row, found: Row) -> float:
    a, b = (_characters(quote["content"]) for quote in (wanted, found))
    shared = len(a & b) / len(a | b) if a | b else 0.0
    return shared if shared >= _SAME_QUOTE else 0.0


def same_speaker(wanted: Row, found: Row) -> bool:
    """The same country, and a word of the name in common or sources that overlap; nobody for nobody."""
    speaker = found.get("speaker") or {}
    if not wanted.get("speaker"):
        return not speaker.get("name")
    if (wanted.get("country") or None) != (speaker.get("country") or None):
        return False
    a, b = wanted.get("source"), found.get("source")
    return bool(_name_words(wanted["speaker"]) & _name_words(speaker.get("name"))) or bool(
        a and b and _overlap(a, b)
    )


def _name_words(name: str | None) -> set[str]:
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    articles = {"the", "of", "le", "la", "les", "l", "de", "du", "des", "d", "government", "gouvernement"}
    return set(re.findall(r"[a-z0-9]+", plain)) - articles


# --- events ---------------------------------------------------------------------------------------------------------
def _events(pairs: list[tuple[Row, Row]]) -> list[Figure]:
    type_, full, count = Tally(), Tally(), Counter[str]()
    for row, reading in pairs:
        wanted, found = row["events"], reading.get("events", [])
        matched = _match(wanted, found, lambda a, b: _event_fit(a, b, row["text"]))
        used = [id(b) for _, b in matched]
        extra = [e for e in found if id(e) not in used and not _told_again(e, matched, row["text"])]
        for tally, hits in ((type_, len(matched)), (full, sum(same_sides(a, b) for a, b in matched))):
            _add(tally, len(wanted), len(matched) + len(extra), hits)
        _count_facts(count, matched, extra, found)

    def figure(name: str, part: str, whole: str, low_is_good: bool = False) -> Figure:
        value = 100 * count[part] / count[whole] if count[whole] else 0.0
        return Figure(f"events {name}", value, f"{count[part]} of {count[whole]}", low_is_good)

    return [
        type_.figure("events type"),
        full.figure("events type + who + whom"),
        figure("modality", "modality", "matched"),
        figure("claimed_by", "claimed", "matched"),
        figure("when", "when", "dated"),
        figure("false facts", "false", "asserted", low_is_good=True),
    ]


def _count_facts(count: Counter[str], matched: list[tuple[Row, Row]], extra: list[Row], found: list[Row]) -> None:
    for a, b in matched:
        count["matched"] += 1
        count["modality"] += a["modality"] == b.get("modality")
        count["claimed"] += bool(a.get("claimed_by")) == bool(b.get("claimed_by"))
        if a.get("when") is not None:
            count["dated"] += 1
            count["when"] += same_edtf(a["when"], b.get("when"))
        count["false"] += b.get("modality") == "asserted" != a["modality"]
    count["asserted"] += sum(e.get("modality") == "asserted" for e in found)
    count["false"] += sum(e.get("modality") == "asserted" for e in extra)


def _event_fit(wanted: Row, found: Row, text: str) -> float:
    tellings = [wanted["trigger"], *(wanted.get("again") or [])]
    if found["type"] not in _types(wanted) or not any(_close(t, found["trigger"], text) for t in tellings):
        return 0
    return 1 + (_overlap(wanted["trigger"], found["trigger"]) > 0) + 2 * same_sides(wanted, found)


def _told_again(event: Row, matched: list[tuple[Row, Row]], text: str) -> bool:
    """A further telling of an event that was found already is no false alarm."""
    return any(
        event["type"] in _types(a) and any(_close(t, event["trigger"], text) for t in a.get("again") or [])
        for a, _ in matched
    )


def _types(event: Row) -> set[str]:
    return {event["type"], *(event.get("also") or [])}


def _close(a: Row, b: Row, text: str) -> bool:
    first, second = sorted((a, b), key=lambda span: span["start"])
    between = text[first["end"] : second["start"]]
    return second["start"] - first["end"] <= _REACH and "\n" not in between


def same_sides(wanted: Row, found: Row) -> bool:
    """The same countries as actors and as recipients; of mutual acts, the same countries in all."""
    sides = [[_countries(event[role]) for role in ("actors", "recipients")] for event in (wanted, found)]
    if sides[0] == sides[1]:
        return True
    one_sided = not wanted["recipients"] or not found["recipients"]
    return bool(one_sided and wanted["type"] in _MUTUAL and set.union(*sides[0]) == set.union(*sides[1]))


def _countries(side: list[Row]) -> set[str]:
    return {actor["country"] for actor in side if actor.get("country")}


# --- sentences and places -------------------------------------------------------------------------------------------
def _sentences(pairs: list[tuple[Row, Row]]) -> list[Figure]:
    old = any(event["code"] == "YIELD" for row, _ in pairs for event in row["expected"])
    fold = (lambda code: _YIELDING.get(code, code)) if old else (lambda code: code)
    types, traps, misfires = Tally(), 0, 0
    for row, reading in pairs:
        wanted = {fold(_RENAMED.get(e["code"], e["code"])) for e in row["expected"]}
        found = {fold(e["type"]) for e in reading.get("events", [])}
        if wanted:
            _add(types, len(wanted), len(found), len(wanted & found))
        else:
            traps, misfires = traps + 1, misfires + bool(found)
    figures = [types.figure("event types")] if types.gold else []
    if traps:
        detail = f"{misfires} of {traps} sentences without an event"
        figures.append(Figure("misfires", 100 * misfires / traps, detail, low_is_good=True))
    return figures


def _places(pairs: list[tuple[Row, Row]]) -> list[Figure]:
    spans, located, near = Tally(), 0, 0
    for row, reading in pairs:
        wanted, found = row["toponyms"], reading.get("places", [])
        matched = _match(wanted, found, _overlap)
        _add(spans, len(wanted), len(found), len(matched))
        for a, b in matched:
            if a.get("lat") not in (None, ""):
                located += 1
                near += b.get("lat") is not None and kilometres(a, b) <= _NEAR_KM
    share = 100 * near / located if located else 0.0
    return [spans.figure("places span"), Figure("places within 161 km", share, f"{near} of {located}")]


def kilometres(a: Row, b: Row) -> float:
    """Great-circle distance between two points given in degrees (haversine)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(float(p["lat"])), math.radians(float(p["lon"]))) for p in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return _EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


_MEASURES: tuple[tuple[str, Callable[[list[tuple[Row, Row]]], list[Figure]]], ...] = (
    ("timexes", _timexes),
    ("toponyms", _places),
    ("expected", _sentences),
    ("events", _articles),
)


# --- pairing --------------------------------------------------------------------------------------------------------
def _match(wanted: list[Row], found: list[Row], fit: Callable[[Row, Row], float]) -> list[tuple[Row, Row]]:
    """Pairs, one to one, best fit first; of equal fits the earlier ones."""
    fits = ((fit(a, b), i, j) for i, a in enumerate(wanted) for j, b in enumerate(found))
    pairs: list[tuple[Row, Row]] = []
    taken_i: set[int] = set()
    taken_j: set[int] = set()
    for _, i, j in sorted((f for f in fits if f[0]), key=lambda f: (-f[0], f[1], f[2])):
        if i not in taken_i and j not in taken_j:
            taken_i.add(i)
            taken_j.add(j)
            pairs.append((wanted[i], found[j]))
    return pairs


def _overlap(a: Row, b: Row) -> int:
    return max(0, int(min(a["end"], b["end"])) - int(max(a["start"], b["start"])))


def _equal(a: Row, b: Row) -> bool:
    return bool(a["start"] == b["start"] and a["end"] == b["end"])


def _characters(spans: list[Row]) -> set[int]:
    return {i for span in spans for i in range(span["start"], span["end"])}


def _add(tally: Tally, gold: int, found: int, hits: int) -> None:
    tally.gold += gold
    tally.found += found
    tally.hits += hits
