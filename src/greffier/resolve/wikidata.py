"""Office holders from Wikidata's query service: who held which office of a state, from when to when.

One query a country in SPARQL 1.1; the answer is in the W3C's "SPARQL 1.1 Query Results JSON Format". The service's
rules are kept: an honest User-Agent, one query at a time, `Retry-After` obeyed. Answers are cached, so that a call that
was stopped or failed goes on where it was.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from greffier.errors import GreffierError
from greffier.resolve.knowledge import home
from greffier.resolve.tables import office_of, write_table

ENDPOINT = "https://query.wikidata.org/sparql"
TABLE = "wikidata"
TRIES = 4
_TIMEOUT = 70.0  # seconds; the service stops a query after 60
_LONGEST_WAIT = 300.0
_PRECISION = {"11": 10, "10": 7, "9": 4}  # Wikibase: day, month, year → characters of the date that are known
_FEMALE, _MALE = ("Q6581072", "Q1052281"), ("Q6581097", "Q2449503")

# Head of state, head of government, minister; a position of the state (P1001, P17) or under its name (P1906, P1313).
_QUERY = """\
SELECT ?person ?en ?fr ?office ?gender ?start ?startPrecision ?end ?endPrecision WHERE {
  ?country wdt:P298 "%(country)s" .
  { ?country wdt:P1906|wdt:P1313 ?position } UNION
  { VALUES ?kind { wd:Q83307 wd:Q48352 wd:Q2285706 } ?position wdt:P1001|wdt:P17 ?country ; wdt:P279* ?kind }
  ?person p:P39 ?term .
  ?term ps:P39 ?position .
  ?term pqv:P580 ?from . ?from wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision .
  OPTIONAL { ?term pqv:P582 ?to . ?to wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision . }
  FILTER(!BOUND(?end) || YEAR(?end) >= %(since)d)
  ?position rdfs:label ?office . FILTER(LANG(?office) = "en")
  OPTIONAL { ?person rdfs:label ?en . FILTER(LANG(?en) = "en") }
  OPTIONAL { ?person rdfs:label ?fr . FILTER(LANG(?fr) = "fr") }
  OPTIONAL { ?person wdt:P21 ?gender . }
}
"""


class QueryError(GreffierError):
    """A query that did not succeed; the sentence says why and what to do."""


@dataclass(slots=True)
class Update:
    """What an update brought: countries done, taken from the cache, and failed with the reason."""

    path: Path
    rows: int = 0
    asked: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def update(
    countries: Iterable[tuple[str, str]],
    *,
    since: int = 1999,
    endpoint: str = ENDPOINT,
    refresh: bool = False,
    tell: Callable[[str], None] = lambda line: None,
    wait: Callable[[float], None] = time.sleep,
) -> Update:
    """Ask for the office holders of countries (code, English name) and write them as the user's table `wikidata`.

    A country that fails is named in the result and the others go on. Raises QueryError when nothing at all was got.
    """
    result = Update(home() / "knowledge" / f"{TABLE}.csv")
    rows: list[dict[str, str]] = []
    listed = list(countries)
    for number, (code, name) in enumerate(listed, 1):
        kept = home() / "cache" / "wikidata" / f"{code}-{since}.json"
        try:
            if kept.is_file() and not refresh:
                bindings = json.loads(kept.read_text(encoding="utf-8"))
                result.cached.append(code)
            else:
                tell(f"{number} of {len(listed)}: {name}")
                bindings = ask(_QUERY % {"country": code, "since": since}, endpoint=endpoint, tell=tell, wait=wait)
                _keep(kept, bindings)
                result.asked.append(code)
        except QueryError as error:
            result.failed[code] = str(error)
            if not result.asked and not result.cached and len(result.failed) >= 2:
                break
            continue
        rows.extend(rows_of(code, name, bindings))
    if not rows:
        reasons = "; ".join(dict.fromkeys(result.failed.values())) or "it knows no office holder of these countries"
        raise QueryError(f"nothing came from {endpoint}: {reasons}")
    write_table(result.path, rows)
    result.rows = len(rows)
    return result


def _keep(path: Path, bindings: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(bindings, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def ask(
    query: str,
    *,
    endpoint: str = ENDPOINT,
    timeout: float = _TIMEOUT,
    tell: Callable[[str], None] = lambda line: None,
    wait: Callable[[float], None] = time.sleep,
) -> list[dict[str, Any]]:
    """The bindings of a SPARQL query. Waits and tries again when the service is busy; raises QueryError in the end."""
    reason = ""
    for attempt in range(TRIES):
        try:
            return _ask_once(query, endpoint, timeout)
        except _TryAgain as again:
            reason = again.reason
            if attempt + 1 < TRIES:
                pause = min(again.after if again.after is not None else 5.0 * 2**attempt, _LONGEST_WAIT)
                tell(f"{reason}; waiting {pause:.0f} s")
                wait(pause)
    raise QueryError(f"{reason}, {TRIES} times; call again later, what was got is kept")


class _TryAgain(Exception):
    """The service may answer later, `after` seconds if it says so."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


def _ask_once(query: str, endpoint: str, timeout: float) -> list[dict[str, Any]]:
    body = urllib.parse.urlencode({"query": query}).encode()
    headers = {
        "Accept": "application/sparql-results+json",
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": f"greffier/{version('greffier')} (reads news; asks one country at a time)",
    }
    try:
        request = urllib.request.Request(endpoint, body, headers)
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return _bindings(answer.read())
    except urllib.error.HTTPError as error:
        raise _refused(error) from error
    except TimeoutError as error:
        raise _TryAgain(f"no answer within {timeout:.0f} s") from error
    except (urllib.error.URLError, ConnectionError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise _TryAgain(f"no answer within {timeout:.0f} s") from error
        reason = getattr(error, "reason", error)
        raise QueryError(f"no connection ({reason}); the tables at hand stay in use") from error
    except ValueError as error:
        raise QueryError(f"{endpoint!r} is no web address; give one that begins with https://") from error


def _refused(error: urllib.error.HTTPError) -> Exception:
    """What an HTTP status means: busy and timed out may be tried again, anything else not."""
    text = error.read(2000).decode("utf-8", "replace")
    if error.code == 429:
        return _TryAgain("the service asks for fewer queries (429)", _seconds(error.headers.get("Retry-After")))
    if error.code in (500, 502, 503, 504):
        timed_out = "TimeoutException" in text or error.code == 504
        reason = "the query took too long" if timed_out else f"the service is out of order ({error.code})"
        return _TryAgain(reason, _seconds(error.headers.get("Retry-After")))
    return QueryError(f"the service refuses the query ({error.code} {error.reason})")


def _seconds(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after and retry_after.isdecimal() else None


def _bindings(body: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(body)["results"]["bindings"]
    except (ValueError, KeyError, TypeError) as error:
        raise _TryAgain("the answer is cut off or no SPARQL result") from error
    return [binding for binding in found if isinstance(binding, dict)]


def rows_of(code: str, name: str, bindings: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows of our table from the bindings of one country; a person without a label is left out."""
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for binding in bindings:
        cell = {key: str(value.get("value", "")) for key, value in binding.items() if isinstance(value, dict)}
        person, wikidata = cell.get("en") or cell.get("fr", ""), cell.get("person", "").rsplit("/", 1)[-1]
        if not person or not cell.get("start"):
            continue
        office, sectors = office_of(cell.get("office", ""), name)
        start = _date(cell["start"], cell.get("startPrecision", ""))
        rows.setdefault((wikidata, office, start), {
            "country": code, "office": office, "sectors": "|".join(sectors), "person": person, "wikidata": wikidata,
            "gender": _gender(cell.get("gender", "")), "start": start,
            "end": _date(cell.get("end", ""), cell.get("endPrecision", "")),
            "forms_fr": cell.get("fr", ""), "forms_en": cell.get("en", ""),
        })  # fmt: skip
    return sorted(rows.values(), key=lambda row: (row["office"], row["start"]))


def _date(value: str, precision: str) -> str:
    """`2017-05-14T00:00:00Z` as far as it is known."""
    return value.lstrip("+")[: _PRECISION.get(precision, 10)] if value[:1] in "+12" and value else ""


def _gender(address: str) -> str:
    item = address.rsplit("/", 1)[-1]
    return "f" if item in _FEMALE else "m" if item in _MALE else ""
