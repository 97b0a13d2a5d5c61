"""The command line: one thin file a command, over a plain function. Heavy imports happen inside the commands."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module

from greffier.errors import GreffierError

# In the order `--help` shows them. Each module has HELP, `add(parser)` and `run(arguments) -> exit status`.
COMMANDS = (
    "read", "build", "show", "serve", "search", "tension", "report", "query", "review", "remove", "index", "export", "frames", "knowledge", "score", "schema", "settings",
)  # fmt: skip

_INTRODUCTION = """\
Reads dated news articles in French and English and keeps the record: who did what to whom, who said what,
when, where, on whose word. Every row points to the characters it was read from and says why.
"""
_EXAMPLES = """\
to begin with:
  greffier read article.txt                    what one article says, for people
  greffier read --format jsonl news.jsonl      the same for programs, one reading a line
  greffier build news/ -o news.duckdb          a record of many articles
  greffier show news.duckdb                    what is in it

`greffier COMMAND --help` explains each command and shows examples.
"""


def program() -> int:
    """The installed command: `main`, with the collector of garbage kept from the tables, which stay for the whole run.

    Looking through them again and again took a tenth of a cold `greffier read`, and once more at exit a quarter.
    """
    gc.set_threshold(50_000, 20, 100)
    status = main()
    if "duckdb" not in sys.modules:  # its bindings complain of what is not collected
        gc.freeze()
        gc.disable()
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Exit status: 0 done, 1 some inputs rejected or work not possible, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="greffier",
        description=_INTRODUCTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    subparsers = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    for name in COMMANDS:
        module = import_module(f"greffier.cli.{name}")
        sub = subparsers.add_parser(
            name,
            help=module.HELP,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add(sub)
        sub.set_defaults(run=module.run)
    arguments = parser.parse_args(argv)
    if arguments.version:
        from importlib.metadata import version

        print(f"greffier {version('greffier')}")
        return 0
    if arguments.command is None:
        parser.print_help()
        return 2
    return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    """Run the command; what a user can meet becomes one sentence on stderr."""
    try:
        status = int(arguments.run(arguments))
        sys.stdout.flush()  # what is still held back can fail too: here it is met, at the interpreter's end it is not
        return status
    except GreffierError as error:
        print(f"greffier: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:
        _close_quietly()
        return 0
    except OSError as error:
        print(f"greffier: {_cannot_write(error)}", file=sys.stderr)
        return 1
    except Exception as error:
        if "duckdb" in sys.modules and isinstance(error, sys.modules["duckdb"].InterruptException):
            return _stopped()  # Ctrl-C while DuckDB was at work
        raise


def _stopped() -> int:
    print("greffier: stopped; what was finished is kept, call again to go on", file=sys.stderr)
    return 1


def _cannot_write(error: OSError) -> str:
    """What an error of the file system means, and what to do."""
    import errno

    where = error.filename or "the output"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"{where}: there is no room left ({error.strerror}); free disk space and call again: what was finished is kept"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where}: may not be written ({error.strerror}); choose another place, or ask for the right to write there"
    return f"{where}: {error.strerror or error}"


def _close_quietly() -> None:
    """The reader of our pipe has gone (`| head`): leave without a second complaint at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
