"""Open a record in the browser: pages in French and English, each with a stable address and a JSON twin.

Only this machine can reach it, unless --host says otherwise; then reviewing needs the password that is printed.
Pages read a copy of the record, and stay up while a build writes it.

examples:
  greffier serve news.duckdb
  greffier serve news.duckdb --port 9000 --host 0.0.0.0
"""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "open a record in the browser"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", type=Path, metavar="RECORD")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8321, help="default 8321; 0 takes a free one")


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    import socket

    import uvicorn

    from greffier.errors import GreffierError
    from greffier.serve.app import make_app
    from greffier.store.record import Record

    with Record(arguments.record):
        pass  # says in a sentence what is wrong with it, before the server starts
    app = make_app(arguments.record, arguments.host)
    try:
        listener = socket.create_server((arguments.host, arguments.port))
    except OSError as error:
        raise GreffierError(f"cannot listen on {arguments.host}:{arguments.port} ({error.strerror}); try another --port") from None
    print(f"greffier serves {arguments.record} on http://{arguments.host}:{listener.getsockname()[1]}/  (Ctrl-C ends it)", flush=True)
    if app.state.guard.password:
        print(f"other machines can reach it; reviewers log in with: {app.state.guard.password}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
    return 0
