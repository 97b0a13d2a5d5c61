"""A reading for people: its quotations and events in the order of the text, each with its words."""

from __future__ import annotations

from functools import lru_cache

from rich.console import Console
from rich.text import Text

from greffier.model import Article, Event, Quote, Reading, Side

_STYLE = {
    "asserted": "bold", "reported": "yellow", "planned": "cyan", "hypothetical": "magenta", "negated": "red",
}  # fmt: skip


@lru_cache(maxsize=1)
def _console() -> Console:
    """A terminal gets colours; a pipe gets plain lines, never cut."""
    return Console(highlight=False, soft_wrap=True)


def print_reading(reading: Reading, article: Article) -> None:
    """Print one reading under the name of its article, with an empty line after it."""
    out = _console().print
    text = article.text
    head = Text(article.where or reading.id, style="bold underline")
    head.append(f"  {reading.language}, {reading.published or 'no date'}", style="not bold not underline dim")
    out(head)
    if not reading.quotes and not reading.events:
        out(Text("  no quotation and no event found", style="dim"))
    names = {actor.id: actor.name for actor in reading.actors}
    times = {time.id: time.edtf or time.text for time in reading.times}
    places = {place.id: place.name for place in reading.places}
    things: list[tuple[int, Quote | Event]] = [(q.content[0].start, q) for q in reading.quotes]
    things += [(e.trigger.start, e) for e in reading.events]
    for _, thing in sorted(things, key=lambda pair: pair[0]):
        if isinstance(thing, Quote):
            out(_quote(thing, times))
        else:
            for line in _event(thing, names, places, text):
                out(line)
    for warning in reading.warnings:
        out(Text(f"  ! {warning}", style="yellow"))
    out()


def _quote(quote: Quote, times: dict[str, str]) -> Text:
    who = quote.speaker.name if quote.speaker else quote.source.text if quote.source else "somebody"
    country = f" ({quote.speaker.country})" if quote.speaker and quote.speaker.country else ""
    line = Text("  ")
    line.append(f"{who}{country}", style="bold green")
    cue = f" {quote.cue.text}" if quote.cue else ""
    when = f", {times[quote.when]}" if quote.when in times else ""
    line.append(f"{cue} [{quote.kind}{when}]: ", style="dim")
    line.append(" … ".join(_one_line(span.text) for span in quote.content), style="italic")
    return line


def _event(event: Event, names: dict[str, str], places: dict[str, str], text: str) -> list[Text]:
    line = Text("  ")
    line.append(f"{event.type}{'/' + event.mode if event.mode else ''}", style=f"bold {_colour(event.quad)}")
    line.append(f"  {_sides(event.actors)} → {_sides(event.recipients)}" if event.recipients else f"  {_sides(event.actors)}")
    claimed = f" by {names.get(event.claimed_by, event.claimed_by)}" if event.claimed_by else ""
    line.append(f"  {event.modality}{', claimed' + claimed if claimed else ''}", style=_STYLE[event.modality])
    details = [event.when or "", places.get(event.where or "", "")]
    line.append("".join(f"  {d}" for d in details if d), style="dim")
    words = Text("      ")
    before = _one_line(text[event.sentence.start : event.trigger.start])
    after = _one_line(text[event.trigger.end : event.sentence.end])
    words.append(before[-70:] + (" " if before else ""), style="dim")
    words.append(_one_line(event.trigger.text), style="bold")
    words.append((" " if after else "") + after[:70], style="dim")
    return [line, words]


def _sides(sides: list[Side]) -> str:
    shown = [" ".join(part for part in (s.country, s.sector) if part) or _one_line(s.text) for s in sides]
    return " + ".join(dict.fromkeys(shown)) or "?"


def _colour(quad: int) -> str:
    """Cooperation blue, conflict red; words dim, deeds bright."""
    return {1: "blue", 2: "bright_blue", 3: "red", 4: "bright_red"}.get(quad, "white")


def _one_line(text: str) -> str:
    return " ".join(text.split())
