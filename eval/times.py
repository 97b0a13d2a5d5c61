"""What the reader makes of French TimeBank when only the month of publication is known.

    python eval/times.py [--errors]

Prints: of the times whose true value is a day, how many EDTF sets contain it; the value F1 over the times for which a
single reading follows from the text all the same; and how many days are asserted alone that the month does not imply:
a day that is wrong, or that the text itself does not write.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from greffier.annotate.times import find_times
from greffier.cli.score import load_rows
from greffier.model import TimeRef
from greffier.parse.blocks import find_blocks
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many
from greffier.score import normal_timex
from greffier.when import parse_edtf

GOLD = Path(__file__).resolve().parent.parent.parent / "shared" / "gold" / "times_fr_timebank.jsonl"


def main(argv: list[str]) -> int:
    """Measure and print."""
    if not GOLD.exists():
        print(f"{GOLD.name} is not beside this checkout (../shared/gold); nothing is measured")
        return 0
    rows = load_rows(GOLD)
    sources = [Source(row["text"]) for row in rows]
    docs = parse_many(Unparsed(s, "fr", find_blocks(s.clean)) for s in sources)
    dated = inside = invented = single = right = wanted = 0
    for row, doc in zip(rows, docs, strict=True):
        found = find_times(doc, row["published"][:7]).found
        for gold in row["timexes"]:
            time = next((t for t in found if t.start < gold["end"] and gold["start"] < t.end), None)
            day = re.match(r"\d{4}-\d\d-\d\d", gold["value"])
            if day:
                dated += 1
                inside += time is not None and contains(time, day[0])
                if time is not None and is_day(time) and time.edtf != day[0]:
                    invented += 1
                    if "--errors" in argv:
                        print(f"invented: {row['id']} {time.text!r} {time.edtf} not {day[0]} ({time.why})")
            if follows(row["text"], gold):
                wanted += 1
                single += time is not None
                right += time is not None and time.timex is not None and normal_timex(time.timex.value) == normal_timex(gold["value"])
    precision, recall = right / single if single else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    print(f"month only: the set contains the true day for {inside} of {dated} ({100 * inside / dated:.1f} %)")
    print(f"value where one reading follows from the text: F1 {100 * f1:.1f} ({right} of {wanted}, {single} found)")
    print(f"days asserted that the month does not imply: {invented}")
    return 0


def contains(time: TimeRef, day: str) -> bool:
    """Whether a time can be on a day."""
    when, wanted = parse_edtf(time.edtf), parse_edtf(day)
    return when is not None and wanted is not None and when.contains(wanted.cover.start)


def is_day(time: TimeRef) -> bool:
    """Whether a time is given as one day."""
    return time.edtf is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", time.edtf) is not None


def follows(text: str, gold: dict[str, object]) -> bool:
    """Whether the value follows from the text without the day of publication: durations, sets, written years, months."""
    value = str(gold["value"])
    words = text[int(str(gold["start"])) : int(str(gold["end"]))]
    if value.startswith(("P", "XXXX")) or value.endswith("_REF"):
        return True
    return bool(re.search(r"\d", words)) and not re.match(r"\d+ ?h", words) and "T" not in value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
