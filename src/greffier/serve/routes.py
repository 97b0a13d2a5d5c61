"""All pages by address, and the two things that are no page: reviews and exports of what is on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from greffier.errors import RecordError, UsageError
from greffier.review.log import append, make_review, spool
from greffier.review.replay import apply_now
from greffier.serve import marked, queries, views
from greffier.serve.i18n import language_of, words
from greffier.serve.render import render
from greffier.serve.security import LOGIN, Guard
from greffier.serve.snapshot import Reader, Snapshots
from greffier.store.record import Record

router = APIRouter(include_in_schema=False)

Code = Annotated[str, Path(min_length=2, max_length=3, pattern="^[A-Z]+$", description="ISO 3166-1 alpha-3, IGO or NGO")]
Id = Annotated[str, Path(max_length=80)]
Word = Annotated[str | None, Query(max_length=200)]
Words = Annotated[str, Query(max_length=300)]
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


def _day(value: str | None, name: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise HTTPException(422, f"{name}={value!r} is no day; write it like 2019-03-29") from None


def limits(
    type: Word = None, modality: Word = None, place: Word = None, speaker: Word = None,
    first: Annotated[str | None, Query(max_length=10, description="day, 2019-03-29")] = None,
    last: Annotated[str | None, Query(max_length=10, description="day, 2019-03-29")] = None,
) -> views.Filters:  # fmt: skip
    """The filters of an address, but for countries. An empty one is none."""
    return views.Filters(
        None, None, type or None, modality or None, place or None, speaker or None, _day(first, "first"), _day(last, "last")
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
    return queries.events_page(reader, filters, offset)


def load_pair(
    reader: R, filters: Annotated[views.Filters, Depends(limits)], a: Code, b: Code, directed: bool = False, step: Literal["day", "week", "month"] = "week"
) -> Any:
    """Two countries over time: series, turning points, escalation, claims, events."""
    filters.a, filters.b = a, b
    key = ("pair", a, b, directed, step, str(filters))
    return reader.cached(key, lambda: queries.pair_page(reader, a, b, filters, directed, step))


def load_event(reader: R, link: Id) -> Any:
    """One event: all its tellings, who claims and who denies it, dates and why."""
    return queries.event_page(reader, link)


def load_article(reader: R, article: Id) -> Any:
    """An article with everything that was read in it."""
    return marked.article_page(reader, article)


def load_actor(reader: R, name: Annotated[str, Path(max_length=200)], country: Word = None) -> Any:
    """An actor: offices by date, events, quotations by and about it."""
    return queries.actor_page(reader, name, country or None)


def load_quotes(reader: R, filters: F, words: Words = "", country: Word = None, offset: Offset = 0) -> Any:
    """Quotations by speaker, words, country and date."""
    return queries.quotes_page(reader, filters, words, country or None, offset)


def load_search(
    reader: R, filters: F, words: Words = "", kind: Literal["", "event", "quote", "article"] = "", language: Word = None,
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Any:  # fmt: skip
    """Full-text search with filters."""
    return queries.search_page(reader, words, kind or None, filters, language or None, offset)


def load_review(reader: R, filters: F, offset: Offset = 0) -> Any:
    """Events that nobody has looked at, the least certain first."""
    return queries.review_page(reader, filters, offset)


def load_about(request: Request, reader: R) -> Any:
    """Versions, readers, tables and licences."""
    return queries.about_page(reader, request.app.state.record.name)


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
def export_events(reader: R, filters: F, ending: Literal["csv", "jsonl"]) -> Response:
    """The events on screen, up to ten thousand, as CSV or JSONL."""
    from greffier.serve.download import as_csv, as_jsonl

    where, values = queries.condition(filters)
    lines = queries.event_lines(reader, where, values, limit=10_000)
    content, kind = (as_csv(lines), "text/csv") if ending == "csv" else (as_jsonl(lines), "application/x-ndjson")
    return Response(content, media_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="events.{ending}"'})


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
    try:
        review = make_review(reader.record, action, event, who=who, reason=reason, field=field or None, value=value or None)
    except UsageError as error:
        raise HTTPException(422, str(error)) from None
    said = "noted"
    try:
        with Record(request.app.state.record, write=True) as record:
            append(record, [review])
            apply_now(record, review)
    except RecordError:
        spool(request.app.state.record, review)
        said = "busy"
    reader.apply(review, request.app.state.snapshots.mark())
    response = render(request, "said.html", None, event=review.id, said=said)
    response.set_cookie("greffier_who", who, samesite="strict", max_age=31_536_000)
    return response
