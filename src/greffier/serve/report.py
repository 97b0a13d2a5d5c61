"""A country pair as one file to send: everything inside it, no script, nothing asked of any host."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from greffier.analyse.source import rows_of
from greffier.serve import charts, i18n, queries, views
from greffier.serve.render import draw_timeline, templates
from greffier.serve.snapshot import Reader

_MOST = 300  # events; more do not make a report that anybody reads
_IN_ORDER = "last_day NULLS LAST, link_id"
_SOURCES = """
    SELECT DISTINCT link_id, article_id, coalesce(title, name, origin), source, published, url
    FROM facts JOIN articles a USING (article_id) WHERE link_id IN ({ids}) ORDER BY link_id, published NULLS LAST, article_id
"""


def make_report(
    reader: Reader, a: str, b: str, first: date | None, last: date | None, step: Any, language: str, record: str
) -> str:
    """The report on a pair as HTML: tone, timeline, turning points, escalation, claims, events, sources as footnotes."""
    filters = views.Filters(a, b, first=first, last=last)
    page = queries.pair_page(reader, a, b, filters, False, step)
    some = queries.chosen(filters)
    events = queries.event_lines(reader, some, order=_IN_ORDER, limit=_MOST)
    named = [*[e.link_id for e in events], *[e.link_id for t in page.turns for e in t.events], *[c.link_id for c in page.claims]]
    notes, sources = _footnotes(reader, list(dict.fromkeys(named)))
    words = i18n.words(language)
    i18n.NUMBERS.set(language)
    return templates().get_template("report.html").render(
        lang=language, w=words, page=page, events=events, notes=notes, sources=sources, listed={e.link_id for e in events},
        first=first, last=last, style=Markup(_style()), chart=draw_timeline(page.series, page.turns, words, step), map=_map(reader, some, words),
        made=words["report_made"].replace("{version}", version("greffier")).replace("{record}", record),
    )  # fmt: skip


def _footnotes(reader: Reader, links: list[str]) -> tuple[dict[str, list[int]], list[tuple[Any, ...]]]:
    """The numbers of each event's sources, and the sources in the order in which they are first cited."""
    told: dict[str, list[tuple[Any, ...]]] = {}
    for link, *article in rows_of(reader, _SOURCES, links):
        told.setdefault(link, []).append(tuple(article))
    numbers: dict[tuple[Any, ...], int] = {}
    for source in [source for link in links for source in told.get(link, [])]:
        numbers.setdefault(source, len(numbers) + 1)
    return {link: [numbers[source] for source in some] for link, some in told.items()}, list(numbers)


def _map(reader: Reader, some: queries.Some, words: dict[str, str]) -> Markup:
    """Where it happened; empty when nobody says."""
    rows = reader.rows(
        f"""SELECT p.name, any_value(p.lat), any_value(p.lon), count(DISTINCT f.link_id), count(DISTINCT f.link_id) FILTER (f.quad >= 3)
        FROM {some.table} f JOIN places p USING (place_id) WHERE p.lat IS NOT NULL AND {some.where} GROUP BY p.name ORDER BY 4 DESC, 1 LIMIT 100""",
        some.values,
    )
    if not rows:
        return Markup("")
    drawing = (files("greffier.serve") / "static" / "world.svg").read_text(encoding="utf-8")
    land = drawing[drawing.index("<g ") : drawing.rindex("</svg>")]
    return Markup(charts.world_map([charts.Spot(*[*row, ""]) for row in rows], words["map"], land))


def _style() -> str:
    return (files("greffier.serve") / "static" / "style.css").read_text(encoding="utf-8")
