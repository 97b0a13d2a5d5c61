"""The server: pages and their JSON twins over one record, and reviews.

Every page is a function that loads a record of `views`; it is registered twice, as HTML and, with `.json` at the end of
its path, as JSON with a schema in the OpenAPI.
"""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException

from greffier.errors import GreffierError
from greffier.serve import routes
from greffier.serve.i18n import COOKIE, LANGUAGES, language_of, words
from greffier.serve.render import render, render_error
from greffier.serve.security import HEADERS, SESSION, Guard
from greffier.serve.snapshot import Snapshots, TooSlow

_LONGEST_ADDRESS = 4_000
_LARGEST_FORM = 64_000


def make_app(record: Path, host: str = "127.0.0.1") -> FastAPI:
    """The application over a record. `host` decides whether reviewing needs a password (`app.state.guard.password`)."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.snapshots = Snapshots(record, routes.prepare)
        yield
        app.state.snapshots.close()

    app = FastAPI(
        title="greffier", lifespan=lifespan, docs_url=None, redoc_url=None,
        description="The record, page by page. Every page has this JSON twin; dates are EDTF, countries ISO 3166-1 alpha-3.",
    )  # fmt: skip
    app.state.guard = Guard(host)
    app.state.record = record
    app.middleware("http")(_protect)
    _register_errors(app)
    app.mount("/static", StaticFiles(directory=str(files(__package__) / "static")), name="static")
    for page in routes.PAGES:
        _register(app, page)
    app.include_router(routes.router)
    return app


def _register(app: FastAPI, page: routes.Page) -> None:
    """A page as JSON and as HTML. JSON comes first: its path also fits the pattern of the other."""
    twin = "/index.json" if page.path == "/" else f"{page.path}.json"

    def as_json(data: Any = Depends(page.load)) -> Any:  # noqa: B008
        return _found(data)

    def as_html(request: Request, data: Any = Depends(page.load)) -> Response:  # noqa: B008
        return render(request, page.template, _found(data))

    name = page.template.removesuffix(".html")
    errors: dict[int | str, dict[str, Any]] = {404: {"description": "no such thing"}, 503: {"description": "too slow, or no index"}}
    app.get(twin, response_model=page.model, name=f"{name}.json", summary=(page.load.__doc__ or "").strip(), responses=errors)(as_json)
    app.get(page.path, response_class=HTMLResponse, name=name, include_in_schema=False)(as_html)


def _found(data: Any) -> Any:
    if data is None:
        raise HTTPException(404)
    return data


async def _protect(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Hosts, sizes, headers, and the cookies of session and language."""
    guard: Guard = request.app.state.guard
    if not guard.host_allowed(request.headers.get("host", "")):
        return Response("this server answers to its own names only", status_code=421, headers=HEADERS)
    if len(str(request.url)) > _LONGEST_ADDRESS:
        return Response("the address is too long", status_code=414, headers=HEADERS)
    if not _size_allowed(request):
        return Response("the form is too large, or does not say how large it is", status_code=413, headers=HEADERS)
    request.state.session = request.cookies.get(SESSION) or guard.new_session()
    began = time.perf_counter()
    try:
        response = await call(request)
    except Exception as error:  # a fault of ours: one line for who runs the server, a page for who asked
        print(f"greffier: {request.url.path}: {type(error).__name__}: {str(error).splitlines()[:1]}", file=sys.stderr, flush=True)
        response = _answer(request, 500, words(language_of(request))["broken"])
    response.headers["Server-Timing"] = f"page;dur={1000 * (time.perf_counter() - began):.1f}"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if SESSION not in request.cookies and not request.url.path.startswith("/static"):
        response.set_cookie(SESSION, request.state.session, httponly=True, samesite="strict")
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, language_of(request), samesite="lax", max_age=31_536_000)
    if request.url.path.startswith("/static"):
        response.headers["Cache-Control"] = "max-age=3600"
    return response


def _size_allowed(request: Request) -> bool:
    """Whether a form says its size, and that it is small."""
    if request.method in ("GET", "HEAD"):
        return True
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= _LARGEST_FORM


def _answer(request: Request, status: int, text: str) -> Response:
    """An error as a page for people and as JSON for programs; never a traceback."""
    if request.url.path.endswith(".json"):
        return JSONResponse({"detail": text}, status_code=status)
    return render_error(request, status, text)


def _register_errors(app: FastAPI) -> None:

    @app.exception_handler(StarletteHTTPException)
    async def http(request: Request, error: StarletteHTTPException) -> Response:
        return _answer(request, error.status_code, str(error.detail))

    @app.exception_handler(TooSlow)
    async def slow(request: Request, error: TooSlow) -> Response:
        return _answer(request, 503, words(language_of(request))["too_slow"])

    @app.exception_handler(RequestValidationError)
    async def impossible(request: Request, error: RequestValidationError) -> Response:
        said = "; ".join(f"{'.'.join(str(x) for x in e['loc'][1:])}: {e['msg']}" for e in error.errors())
        return _answer(request, 422, f"{words(language_of(request))['wrong_address']} ({said})")

    @app.exception_handler(GreffierError)
    async def known(request: Request, error: GreffierError) -> Response:
        return _answer(request, 503, str(error))
