"""Every error a user can meet, in one place, each saying what to do.

GreffierError
├── UsageError            wrong command line or setting (exit status 2)
└── InputError            an input that cannot be read: it is rejected, the rest goes on (exit status 1)
    ├── EmptyInput
    ├── NotText
    ├── TooLong
    ├── BadRow            a line of a JSONL, CSV … file
    ├── UnservedLanguage
    └── Unreadable        a fault of greffier itself, met in one article
└── RecordError           a record that cannot be opened or written (exit status 1)
"""

from __future__ import annotations


class GreffierError(Exception):
    """Base of all errors shown to users as one sentence; never a traceback."""

    exit_status = 1


class UsageError(GreffierError):
    """The command was called wrongly; the sentence says how to call it."""

    exit_status = 2


class InputError(GreffierError):
    """One input that cannot be read. `where` names the file (and line), `reason` says why and what to do."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}" if where else reason)
        self.where = where
        self.reason = reason


class EmptyInput(InputError):
    """The input holds no text."""

    def __init__(self, where: str) -> None:
        super().__init__(where, "there is no text in it; give a file with the words of an article")


class NotText(InputError):
    """The input is binary, or in an encoding that is not read."""


class TooLong(InputError):
    """The text is longer than one article can be."""

    def __init__(self, where: str, length: int, limit: int) -> None:
        super().__init__(
            where,
            f"{length:,} characters are more than one article (limit {limit:,}); split it into articles, "
            "one a file or one a JSONL line, or set GREFFIER_MAX_ARTICLE_CHARS",
        )


class BadRow(InputError):
    """One row of a file of many articles that is not an article."""


class UnservedLanguage(InputError):
    """The article is in a language that is not read."""

    def __init__(self, where: str, language: str, served: tuple[str, ...]) -> None:
        super().__init__(
            where,
            f"its language is {language!r}, and only {', '.join(served)} are read; "
            "if that is wrong, give the language with --language",
        )


class Unreadable(InputError):
    """The reader itself failed on this article. It is put aside, so that one article never stops a million."""

    def __init__(self, where: str, fault: BaseException) -> None:
        super().__init__(
            where,
            f"a fault of greffier ({type(fault).__name__}: {fault}) kept it from being read; "
            "the others go on. Please report it with the article",
        )


class RecordError(GreffierError):
    """A record that cannot be opened, read or written; the sentence says what to do."""
