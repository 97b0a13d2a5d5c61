"""The gate: measure on every gold file there is and fail when a figure has sunk below its floor.

    python eval/gate.py            measure and compare with eval/floors.json
    python eval/gate.py --raise    raise the floors to what is measured (never lowers one)
    python eval/gate.py --lower "FILE: FIGURE" --reason "why"     lower one floor to what is measured, with the reason

Our own gold lies under tests/cases/gold and is measured always. The gold of others, ../shared/gold, is no part of the
project; where it is absent the gate says so, measures our own alone and asks for no other floor.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from greffier.cli.score import load_rows, read_rows
from greffier.score import Figure, score

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "eval" / "floors.json"
OWN = ROOT / "tests" / "cases" / "gold"
SHARED = ROOT.parent / "shared" / "gold"
_OWN_MARK = "own "  # before the names of figures on our own gold
_MARGIN = 0.05  # rounding


def main(argv: list[str]) -> int:
    """0 when all floors hold, 1 when one does not, 2 for a wrong call."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="raise_", action="store_true")
    parser.add_argument("--lower", metavar="FIGURE")
    parser.add_argument("--reason", metavar="TEXT")
    arguments = parser.parse_args(argv)
    if bool(arguments.lower) != bool(arguments.reason):
        parser.error("--lower needs --reason, and the other way round")
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"floors": {}, "lowered": []}
    measured = measure(OWN, _OWN_MARK)
    demanded = {name: floor for name, floor in floors["floors"].items() if name.startswith(_OWN_MARK)}
    if SHARED.is_dir():
        measured |= measure(SHARED)
        demanded = floors["floors"]
    else:
        print("gate: ../shared/gold, the gold of others, is absent: only our own gold, tests/cases/gold, is measured")
    failed = compare(measured, demanded)
    if arguments.raise_ or arguments.lower:
        change(floors, measured, arguments)
        FLOORS.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    return 1 if failed else 0


def measure(folder: Path, mark: str = "") -> dict[str, Figure]:
    """The figures of every gold file in a folder, by `file: figure`."""
    figures: dict[str, Figure] = {}
    for path in sorted(folder.glob("*.jsonl")):
        gold: list[dict[str, Any]] = load_rows(path)
        if any(str(e.get("code", "")).startswith("frame:") for row in gold[:5] for e in row.get("expected", ())):
            continue  # frames of French FrameNet: looked up by eval/events.py
        for figure in score(gold, read_rows(path)):
            figures[f"{mark}{path.stem}: {figure.name}"] = figure
    return figures


def compare(measured: dict[str, Figure], floors: dict[str, float]) -> list[str]:
    """Print each figure beside its floor; the names of those that sank."""
    failed = []
    for name, figure in measured.items():
        floor = floors.get(name)
        sank = floor is not None and (
            figure.value > floor + _MARGIN if figure.low_is_good else figure.value < floor - _MARGIN
        )
        if sank:
            failed.append(name)
        limit = "" if floor is None else f"{'ceiling' if figure.low_is_good else 'floor'} {floor:.1f}"
        print(f"{'SANK' if sank else 'ok':<5}{name:<52}{figure.value:6.1f}  {limit}  {figure.detail}")
    failed += [f"{name} (not measured any more)" for name in floors if name not in measured]
    for name in failed:
        if name not in measured:
            print(f"gate: {name}")
            continue
        print(f"gate: {name} is {measured[name].value:.1f}, worse than {floors[name]:.1f}")
    return failed


def change(floors: dict[str, Any], measured: dict[str, Figure], arguments: argparse.Namespace) -> None:
    """Raise what got better; lower only what was named, and write down why."""
    table = floors["floors"]
    if arguments.lower:
        if arguments.lower not in measured:
            sys.exit(f"gate: there is no figure {arguments.lower!r}")
        entry = {"figure": arguments.lower, "from": table.get(arguments.lower), "reason": arguments.reason}
        table[arguments.lower] = round(measured[arguments.lower].value, 1)
        floors["lowered"].append(entry | {"to": table[arguments.lower]})
        return
    for name, figure in measured.items():
        value = round(figure.value, 1)
        old = table.get(name)
        table[name] = value if old is None else min(old, value) if figure.low_is_good else max(old, value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
