"""A reading in a notebook: its quotations and events as a small table. Words of the article are always escaped."""

from __future__ import annotations

from html import escape

from greffier.model import Event, Quote, Reading

_STYLE = "text-align:left;vertical-align:top;padding:.2em .6em"


def reading_html(reading: Reading) -> str:
    """A self-contained piece of HTML, without script."""
    head = f"<b>{escape(reading.title or reading.id)}</b> · {reading.language} · {escape(reading.published or 'no date')}"
    names = {actor.id: actor.name for actor in reading.actors}
    things: list[tuple[int, Quote | Event]] = [(q.content[0].start, q) for q in reading.quotes]
    things += [(e.trigger.start, e) for e in reading.events]
    rows = "".join(
        _quote_row(thing) if isinstance(thing, Quote) else _event_row(thing, names)
        for _, thing in sorted(things, key=lambda pair: pair[0])
    )
    return f"<div>{head}<table>{rows}</table></div>"


def _quote_row(quote: Quote) -> str:
    who = quote.speaker.name if quote.speaker else "?"
    words = " … ".join(span.text for span in quote.content)
    return _row(f"“ {quote.kind}", who, f"<i>{escape(words)}</i>", quote.why)


def _event_row(event: Event, names: dict[str, str]) -> str:
    sides = [" + ".join(s.country or s.text for s in side) or "?" for side in (event.actors, event.recipients)]
    claim = f", claimed by {names.get(event.claimed_by, event.claimed_by)}" if event.claimed_by else ""
    what = f"{event.type} {event.modality}{claim}"
    words = f"<b>{escape(event.trigger.text)}</b> {escape(event.when or '')}"
    return _row(what, " → ".join(sides), words, event.why)


def _row(what: str, who: str, words: str, why: str) -> str:
    cells = "".join(f'<td style="{_STYLE}">{cell}</td>' for cell in (escape(what), escape(who), words))
    return f'<tr title="{escape(why, quote=True)}">{cells}</tr>'
