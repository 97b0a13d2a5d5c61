"""`make figures`: write the README's figures from what was measured: eval/floors.json (by `make floors`) and bench/read.json
(by `make bench`). Nobody types a figure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BEGIN, END = "<!-- figures: written by `make figures` -->", "<!-- end of figures -->"
OUTPUT, END_OUTPUT = "<!-- output: written by `make figures` -->", "<!-- end of output -->"
SHOWN_LINES = 14

# what a row says, the floor it is read from, and what the best other system reaches on the same data (see docs/figures.md)
ROWS = (
    ("French times, French TimeBank half: value F1", "times_fr_timebank: times value", "HeidelTime 79.4"),
    ("… relaxed spans", "times_fr_timebank: times relaxed", "HeidelTime 92.2"),
    ("… strict spans, cut as TimeML does (`--spans timeml`)", "times_fr_timebank: times strict, cut as TimeML", "HeidelTime 85.2"),
    ("… strict spans, cut as our codebook does (`depuis 1998`)", "times_fr_timebank: times strict", "HeidelTime 85.2"),
    ("French quotations, 16 articles: content F1", "articles_fr: quotes content", "–"),
    ("… content and speaker", "articles_fr: quotes content + speaker", "–"),
    ("Quotations of the sample dispatch", "dispatch_2019-03: quotes content + speaker", "textacy 2 of 13"),
    ("English event types, 322 PLOVER sentences: F1", "events_en_plover: event types", "UniversalPetrarch 46.1"),
    ("French events, 16 articles: type F1", "articles_fr: events type", "–"),
    ("… type, who and whom", "articles_fr: events type + who + whom", "–"),
    ("… modality right", "articles_fr: events modality", "–"),
    ("… claimed by somebody or not, right", "articles_fr: events claimed_by", "–"),
    ("… date right where there is one", "articles_fr: events when", "–"),
    ("… false facts among asserted (lower is better)", "articles_fr: events false facts", "–"),
    ("Places, 115 English texts: span F1", "places_en_geovirus: places span", "–"),
    ("… within 161 km", "places_en_geovirus: places within 161 km", "–"),
)


def main() -> int:
    """Rewrite the part of the README between the marks."""
    floors = json.loads((ROOT / "eval" / "floors.json").read_text(encoding="utf-8"))["floors"]
    lines = ["| measured on | greffier | best other |", "|---|---|---|"]
    lines += [f"| {what} | {floors[name]:.1f} | {other} |" for what, name, other in ROWS if name in floors]
    bench = ROOT / "bench" / "read.json"
    if bench.exists():
        lines += ["", *speed(json.loads(bench.read_text(encoding="utf-8")))]
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    text = f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}"
    before, _, rest = text.partition(OUTPUT)
    _, _, after = rest.partition(END_OUTPUT)
    README.write_text(f"{before}{OUTPUT}\n{shown()}\n{END_OUTPUT}{after}", encoding="utf-8")
    return 0


def shown() -> str:
    """The first lines of what the program says of an example, as tests/docs checks them again."""
    command = "greffier read examples/15-bolton-warning.en.txt"
    arguments = [sys.executable, "-m", *command.split()]
    out = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return "```console\n$ " + command + "\n" + "\n".join(out.splitlines()[:SHOWN_LINES]) + "\n…\n```"


def speed(bench: dict[str, dict[str, float]]) -> list[str]:
    """Words a second against the bare parser, in one run."""
    lines = ["| speed, one core | words a second | bare `nlp.pipe` | ratio | annotators, share of the parse |", "|---|---|---|---|---|"]
    for language, name in (("fr", "French"), ("en", "English")):
        row = bench.get(language)
        if row:
            lines.append(f"| {name} | {row['read']:,.0f} | {row['bare']:,.0f} | {row['ratio']:.2f} | {100 * row['share_all']:.0f} % |")
    start = bench["start"]
    return [*lines, "", f"`greffier --help` {start['help_seconds']:.2f} s, `greffier read` of one dispatch {start['read_one_seconds']:.2f} s."]


if __name__ == "__main__":
    sys.exit(main())
