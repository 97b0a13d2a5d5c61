"""Records of `views` into HTML, by Jinja2 templates that escape every word."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from greffier.analyse.tension import Point
from greffier.serve import charts, i18n
from greffier.serve.marked import layers_of
from greffier.serve.security import Guard


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates, with what they may call."""
    environment = Environment(
        loader=FileSystemLoader(str(files(__package__) / "templates")),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(count=i18n.count, decimal=i18n.decimal, path=lambda name: quote(str(name), safe=""))
    environment.globals.update(
        spark=lambda values: Markup(charts.spark(values)), world_map=_world_map, timeline=draw_timeline, layers_of=layers_of
    )
    return environment


def render(request: Request, template: str, data: Any, status: int = 200, **more: Any) -> HTMLResponse:
    """A page in the request's language."""
    guard: Guard = request.app.state.guard
    language = i18n.language_of(request)
    i18n.NUMBERS.set(language)
    context = {
        "request": request, "page": data, "lang": language, "w": i18n.words(language), "record": request.app.state.record.name,
        "theme": request.cookies.get("greffier_theme", ""), "may_review": guard.may_review(request), "needs_login": not guard.loopback,
        "form_token": guard.form_token(request.state.session), "q": defaultdict(str, request.query_params),
        "address": lambda **changes: address(request, changes), "twin": _twin(request), "reviewer": unquote(request.cookies.get("greffier_who", "")), "status": status, **more,
    }  # fmt: skip
    return HTMLResponse(templates().get_template(template).render(context), status_code=status)


def render_error(request: Request, status: int, text: str) -> HTMLResponse:
    """An error as a page."""
    if not hasattr(request.state, "session"):
        request.state.session = ""
    return render(request, "error.html", None, status, text=text)


def address(request: Request, changes: dict[str, Any]) -> str:
    """The address of this page with other parameters; those that are None go."""
    kept = {k: v for k, v in {**request.query_params, **changes}.items() if v not in (None, "")}
    return request.url.path + ("?" + urlencode(kept) if kept else "")


def _twin(request: Request) -> str:
    path = "/index.json" if request.url.path == "/" else f"{request.url.path}.json"
    return path + (f"?{request.url.query}" if request.url.query else "")


def _world_map(spots: list[Any], label: str) -> Markup:
    """The map, each spot leading to its events."""
    drawn = [charts.Spot(s.name, s.lat, s.lon, s.events, s.conflict, "/events?" + urlencode({"place": s.name})) for s in spots]
    return Markup(charts.world_map(drawn, label))


def draw_timeline(series: list[Any], turns: list[Any], words: dict[str, str], step: str) -> Markup:
    """The chart of a pair, twice: for wide windows and for narrow ones. The style sheet shows one of them."""
    points = [
        Point(p.start, p.verbal_cooperation, p.material_cooperation, p.verbal_conflict, p.material_conflict, p.score) for p in series
    ]
    starts = [t.start for t in turns]
    return Markup(charts.timeline(points, starts, words, step) + charts.timeline(points, starts, words, step, 420))
