"""All pages by address, and the two things that are no page: reviews and exports of what is on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from greffier.analyse.pairs import country_pairs
from greffier.analyse.tension import series
from greffier.errors import UsageError
from greffier.review.log import make_review
from greffier.serve import marked, queries, views
from greffier.serve.i18n import language_of, words
from greffier.serve.period import days
from greffier.serve.render import render
from greffier.serve.security import LOGIN, Guard
from greffier.serve.snapshot import Reader, Snapshots
from greffier.serve.views import EventLine, QuoteLine

router = APIRouter(include_in_schema=False)

Code = Annotated[str, Path(min_length=2, max_length=3, pattern="^[A-Z]+$", description="ISO 3166-1 alpha-3, IGO or NGO")]
Id = Annotated[str, Path(max_length=80)]
Word = Annotated[str | None, Query(max_length=200)]
Words = Annotated[str, Query(max_length=300)]
Ending = Literal["csv", "jsonl"]
_MOST = 10_000  # rows of an export
Offset = Annotated[int, Query(ge=0, le=100_000)]


class Page(NamedTuple):
    """An address, the template, the function that loads it, and what that gives."""

    path: str
    template: str
    load: Callable[..., Any]
    model: Any


def current(request: Request) -> Reader:
    """The copy of the record that pages read."""
    snapshots: Snapshots = request.app.state.snapshots
    return snapshots.current


def _days(value: str | None, name: str) -> tuple[date | None, date | None]:
    try:
        return days(value, name)
    except UsageError as error:
        raise HTTPException(422, str(error)) from None


def limits(
    type: Word = None, modality: Word = None, place: Word = None, speaker: Word = None,
    first: Annotated[str | None, Query(max_length=10, description="2019-03-29, 2019-03 or 2019")] = None,
    last: Annotated[str | None, Query(max_length=10, description="2019-03-29, 2019-03 or 2019")] = None,
) -> views.Filters:  # fmt: skip
    """The filters of an address, but for countries. An empty one is none."""
    return views.Filters(
        None, None, type or None, modality or None, place or None, speaker or None, _days(first, "first")[0], _days(last, "last")[1]
    )


def on_screen(filters: Annotated[views.Filters, Depends(limits)], a: Word = None, b: Word = None) -> views.Filters:
    """The filters of an address, countries too."""
    filters.a, filters.b = (a or "").upper() or None, (b or "").upper() or None
    return filters


R = Annotated[Reader, Depends(current)]
F = Annotated[views.Filters, Depends(on_screen)]


def load_overview(reader: R) -> Any:
    """What is in the record: counts, busiest pairs, places, latest events."""
    return reader.cached("overview", lambda: queries.overview_page(reader))


def load_events(reader: R, filters: F, offset: Offset = 0) -> Any:
    """Events under filters, the newest first."""
    return reader.cached(("events", str(filters), offset), lambda: queries.events_page(reader, filters, offset))


def load_pair(
    reader: R, filters: Annotated[views.Filters, Depends(limits)], a: Code, b: Code, directed: bool = False, step: Literal["day", "week", "month"] = "week"
) -> Any:
    """Two countries over time: series, turning points, escalation, claims, events."""
    filters.a, filters.b = a, b
    key = ("pair", a, b, directed, step, str(filters))
    return reader.cached(key, lambda: queries.pair_page(reader, a, b, filters, directed, step))


def load_event(reader: R, link: Id) -> Any:
    """One event: all its tellings, who claims and who denies it, dates and why."""
    return reader.cached(("event", link), lambda: queries.event_page(reader, link))


def load_article(reader: R, article: Id) -> Any:
    """An article with everything that was read in it."""
    return reader.cached(("article", article), lambda: marked.article_page(reader, article))


def load_actor(reader: R, name: Annotated[str, Path(max_length=200)], country: Word = None) -> Any:
    """An actor: offices by date, events, quotations by and about it."""
    return reader.cached(("actor", name, country or None), lambda: queries.actor_page(reader, name, country or None))


def load_quotes(reader: R, filters: F, words: Words = "", country: Word = None, offset: Offset = 0) -> Any:
    """Quotations by speaker, words, country and date."""
    key = ("quotes", str(filters), words, country or None, offset)
    return reader.cached(key, lambda: queries.quotes_page(reader, filters, words, country or None, offset))


def load_search(
    reader: R, filters: F, words: Words = "", kind: Literal["", "event", "quote", "article"] = "", language: Word = None,
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Any:  # fmt: skip
    """Full-text search with filters."""
    key = ("search", words, kind, str(filters), language or None, offset)
    return reader.cached(key, lambda: queries.search_page(reader, words, kind or None, filters, language or None, offset))


def load_review(reader: R, filters: F, offset: Offset = 0) -> Any:
    """Events that nobody has looked at, the least certain first."""
    return reader.cached(("review", str(filters), offset), lambda: queries.review_page(reader, filters, offset))


def load_about(request: Request, reader: R) -> Any:
    """Versions, readers, tables and licences."""
    return reader.cached("about", lambda: queries.about_page(reader, request.app.state.record.name))


def prepare(reader: Reader) -> None:
    """Load what is asked for first: the tables of names, the first page of each list, the busiest pairs and actors."""
    from greffier.resolve.knowledge import knowledge

    knowledge()
    page = load_overview(reader)
    for first in (load_events, load_review, load_quotes):
        first(reader, views.Filters())
    for pair in page.pairs:
        load_pair(reader, views.Filters(), pair.a, pair.b)
    for actor in page.actors:
        load_actor(reader, actor.name, actor.country)


PAGES = (
    Page("/", "overview.html", load_overview, views.OverviewPage),
    Page("/events", "events.html", load_events, views.EventsPage),
    Page("/pair/{a}/{b}", "pair.html", load_pair, views.PairPage),
    Page("/event/{link}", "event.html", load_event, views.EventPage),
    Page("/article/{article}", "article.html", load_article, views.ArticlePage),
    Page("/actor/{name}", "actor.html", load_actor, views.ActorPage),
    Page("/quotes", "quotes.html", load_quotes, views.QuotesPage),
    Page("/search", "search.html", load_search, views.SearchPage),
    Page("/review", "review.html", load_review, views.ReviewPage),
    Page("/about", "about.html", load_about, views.AboutPage),
)


@router.get("/export/events.{ending}")
def export_events(reader: R, filters: F, ending: Ending) -> Response:
    """The events on screen, up to ten thousand, as CSV or JSONL."""
    return _file("events", ending, EventLine, queries.event_lines(reader, queries.chosen(filters), limit=_MOST))


@router.get("/export/quotes.{ending}")
def export_quotes(
    reader: R, filters: F, ending: Ending, words: Words = "", country: Word = None
) -> Response:
    """The quotations on screen, up to ten thousand, as CSV or JSONL."""
    where, values = queries.quote_condition(filters, words, country or None)
    return _file("quotes", ending, QuoteLine, queries.quote_lines(reader, where, values, limit=_MOST))


@router.get("/export/review.{ending}")
def export_queue(reader: R, filters: F, ending: Ending) -> Response:
    """The queue of reviews, the least certain first."""
    some = queries.waiting_for_review(reader, filters)
    return _file("review", ending, EventLine, queries.event_lines(reader, some, order=queries.LEAST_CERTAIN, limit=_MOST))


@router.get("/export/pairs.{ending}")
def export_pairs(reader: R, ending: Ending) -> Response:
    """All pairs of countries."""
    return _file("pairs", ending, views.PairCounts, [views.PairCounts(*pair) for pair in country_pairs(reader, _MOST)])


@router.get("/export/search.{ending}")
def export_search(
    reader: R, filters: F, ending: Ending, words: Words = "", kind: Literal["", "event", "quote", "article"] = "", language: Word = None
) -> Response:
    """What a search finds, the best first."""
    hits = queries.search_page(reader, words, kind or None, filters, language or None, 0, _MOST).hits
    lines = [views.FoundLine(h.kind, h.id, h.article_id, h.date, h.head, h.words) for h in hits]
    return _file("search", ending, views.FoundLine, lines)


@router.get("/export/curve/{a}/{b}.{ending}")
def export_curve(
    reader: R, filters: Annotated[views.Filters, Depends(limits)], a: Code, b: Code, ending: Ending, directed: bool = False,
    step: Literal["day", "week", "month"] = "week",
) -> Response:  # fmt: skip
    """The curve of a pair, a row a period."""
    points = series(reader, a, b, directed=directed, step=step, first=filters.first, last=filters.last, type=filters.type,
                    modality=filters.modality)  # fmt: skip
    return _file(f"{a}-{b}", ending, views.PeriodLine, queries.period_lines(points))


@router.get("/export/event/{link}.{ending}")
def export_event(reader: R, link: Id, ending: Ending) -> Response:
    """All tellings of an event."""
    page = queries.event_page(reader, link)
    if page is None:
        raise HTTPException(404)
    return _file("event", ending, views.TellingLine, page.tellings)


@router.get("/export/article/{article}.{ending}")
def export_article(reader: R, article: Id, ending: Ending) -> Response:
    """The events of an article."""
    some = queries.Some("facts", "f.article_id = $article", {"article": article})
    return _file("article", ending, EventLine, queries.event_lines(reader, some, limit=_MOST))


@router.get("/export/actor/{name}.{ending}")
def export_actor(reader: R, name: Annotated[str, Path(max_length=200)], ending: Ending, country: Word = None) -> Response:
    """The events of an actor."""
    return _file("actor", ending, EventLine, queries.event_lines(reader, queries.acts_of(name, country or None), limit=_MOST))


def _file(name: str, ending: str, kind: type, lines: Sequence[Any]) -> Response:
    from greffier.serve.download import as_csv, as_jsonl

    content, media = (as_csv(kind, lines), "text/csv") if ending == "csv" else (as_jsonl(lines), "application/x-ndjson")
    return Response(content, media_type=f"{media}; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'})


@router.get("/report/{a}/{b}.html")
def report(
    request: Request, reader: R, filters: Annotated[views.Filters, Depends(limits)], a: Code, b: Code,
    step: Literal["day", "week", "month"] = "week",
) -> Response:  # fmt: skip
    """A pair as one file to keep or send."""
    from greffier.serve.report import make_report

    content = make_report(reader, a, b, filters.first, filters.last, step, language_of(request), request.app.state.record.name)
    return Response(content, media_type="text/html; charset=utf-8",
                    headers={"Content-Disposition": f'attachment; filename="{a}-{b}.html"'})  # fmt: skip


@router.get("/login")
def login_page(request: Request) -> Response:
    """Where a reviewer gives the server's password."""
    return render(request, "login.html", None, wrong=False)


@router.post("/login")
def login(request: Request, password: Annotated[str, Form(max_length=200)], token: Annotated[str, Form()] = "") -> Response:
    """Check the password."""
    guard: Guard = request.app.state.guard
    if not guard.form_is_ours(request, token):
        raise HTTPException(403, "this form did not come from this server; open the page again")
    value = guard.login(password)
    if value is None:
        return render(request, "login.html", None, 403, wrong=True)
    response = RedirectResponse("/review", status_code=303)
    response.set_cookie(LOGIN, value, httponly=True, samesite="strict")
    return response


@router.post("/review")
def say(
    request: Request, reader: R,
    event: Annotated[str, Form(max_length=80)], action: Annotated[str, Form(max_length=20)],
    who: Annotated[str, Form(max_length=100)] = "", reason: Annotated[str, Form(max_length=1000)] = "",
    field: Annotated[str, Form(max_length=20)] = "", value: Annotated[str, Form(max_length=200)] = "",
    token: Annotated[str, Form(max_length=100)] = "",
) -> Response:  # fmt: skip
    """Take a review: into the record, or, while a build holds it, into the file that the build reads when it ends."""
    guard: Guard = request.app.state.guard
    language = words(language_of(request))
    if not guard.form_is_ours(request, token):
        raise HTTPException(403, "this form did not come from this server; open the page again")
    if not guard.may_review(request):
        raise HTTPException(403, language["not_allowed"])
    snapshots: Snapshots = request.app.state.snapshots
    asked = {"event": event, "who": who, "reason": reason, "field": field, "value": value, "said": "", "problem": ""}
    try:
        review = make_review(reader.record, action, event, who=who, reason=reason, field=field or None, value=value or None)
    except UsageError as error:
        return _said(request, 422, asked | {"problem": str(error)})
    said = "noted" if snapshots.take_review(review) else "busy"
    response = _said(request, 200, asked | {"said": said, "event": review.id})
    response.set_cookie("greffier_who", quote(who), samesite="strict", max_age=31_536_000)
    return response


def _said(request: Request, status: int, asked: dict[str, str]) -> Response:
    """What became of a review: a piece of the page that sent it, or, without script, a page."""
    whole = "hx-request" not in request.headers
    return render(request, "said_page.html" if whole else "said.html", None, status, **asked)
