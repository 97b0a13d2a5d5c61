"""`greffier knowledge`: list, show, import, and update against a local server that answers as Wikidata's does."""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from greffier.annotate.actors import find_actors
from greffier.cli import main
from greffier.parse.blocks import find_blocks
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many
from greffier.resolve import wikidata
from greffier.resolve.knowledge import knowledge
from greffier.resolve.tables import office_of

HEADER = "jurisdiction,position,person,person_qid,start,end\n"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the user's own, empty; what it holds is forgotten afterwards."""
    monkeypatch.setenv("GREFFIER_HOME", str(tmp_path / "home"))
    knowledge.cache_clear()
    yield tmp_path / "home"
    knowledge.cache_clear()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of `greffier knowledge …`."""
    try:
        status = main(["knowledge", *arguments])
    except SystemExit as leaving:
        status = int(leaving.code or 0)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return status, captured.out, captured.err


# ---- list and show


def test_list_names_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "list")
    assert status == 0
    assert "states.csv" in out
    assert "officeholders_a.csv" in out


def test_show_gives_offices_with_dates_and_table(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "show", "Juan Guaidó", "--on", "2019-03-29")
    assert status == 0
    assert "VEN" in out
    assert "OPP" in out
    assert "2019-01-23" in out
    assert "officeholders" in out


def test_show_finds_french_and_english_spellings(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("Vladimir Poutine", "Vladimir Putin", "vladimir poutine"):
        assert "Vladimir Putin" in run(capsys, "show", name)[1]


def test_show_says_what_a_capital_stands_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Russia  state" in run(capsys, "show", "Moscou")[1]


def test_an_office_that_was_not_held_then_is_not_marked(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "show", "Emmanuel Macron", "--on", "2012-07-03")[1]
    line = next(line for line in out.splitlines() if "President" in line)
    assert not line.startswith("  *")


def test_show_suggests_a_near_name(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "show", "Vladimir Puttin")
    assert status == 1
    assert "Vladimir Putin" in err


def test_show_refuses_what_is_no_date(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "show", "Emmanuel Macron", "--on", "yesterday")
    assert status == 2
    assert "2019-03-29" in err


# ---- import


def test_import_takes_the_everypolitician_style(
    tmp_path: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(HEADER + "Mali,Minister of Foreign Affairs of Mali,Awa Testée,Q1,2031-01-02,\n", encoding="utf-8")
    status, out, _ = run(capsys, "import", str(table))
    assert status == 0
    assert str(own_home / "knowledge" / "mine.csv") in out
    shown = run(capsys, "show", "Awa Testée", "--on", "2031-05")[1]
    assert "* 2031-01-02" in shown
    assert "Minister of Foreign Affairs  [user:mine.csv]" in shown


def test_an_imported_person_is_found_in_articles_with_its_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(HEADER + "Mali,Minister of Defence,Awa Testée,Q1,2031-01-02,\n", encoding="utf-8")
    run(capsys, "import", str(table))
    source = Source("Awa Testée a rencontré le président du Niger.")
    doc = next(parse_many([Unparsed(source, "fr", find_blocks(source.clean))]))
    actor = next(a for a in find_actors(doc, [], "2031-05-01").records if a.name == "Awa Testée")
    assert (actor.country, actor.office, actor.table) == ("MLI", "Minister of Defence", "user:mine.csv")
    assert actor.sectors == ["GOV", "MIL"]


def test_the_users_office_stands_before_the_shipped_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = run(capsys, "show", "Emmanuel Macron")[1]
    assert "2017-05-14" in before
    table = tmp_path / "mine.csv"
    table.write_text(HEADER + "FRA,President,Emmanuel Macron,Q3052772,2016-01-01,2016-02-01\n", encoding="utf-8")
    run(capsys, "import", str(table))
    after = run(capsys, "show", "Emmanuel Macron")[1]
    presidencies = [line for line in after.splitlines() if "  President  " in line]
    assert len(presidencies) == 1
    assert "user:mine.csv" in presidencies[0]
    assert any("officeholders" in line for line in after.splitlines()), "other offices of the person stay"


def test_rows_that_cannot_be_used_are_named_and_the_rest_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "mine.csv"
    rows = "Atlantis,King,Poseidon,,2001,\nMali,Minister,Awa Testée,,01/02/2031,\nMali,Mayor of Gao,Ali Testé,,2031,\n"
    table.write_text(HEADER + rows, encoding="utf-8")
    status, out, err = run(capsys, "import", str(table), "--name", "other")
    assert status == 1
    assert "1 terms" in out
    assert "line 2: 'Atlantis' is no country" in err
    assert "line 3: start '01/02/2031' is no date" in err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n1,2\n", "no column for country, office, person"),
        (b"", "no column for"),
        (HEADER.encode(), "it has no rows"),
        (HEADER.encode() + b"Atlantis,King,Poseidon,,,\n", "no row could be used"),
        (b"jurisdiction,position,person\nMali,Ministre,\xe9\xff\n", "no CSV file in UTF-8"),
    ],
)
def test_import_refuses_what_is_no_table(
    content: bytes, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "mine.csv"
    table.write_bytes(content)
    status, _, err = run(capsys, "import", str(table))
    assert status == 1
    assert sentence in err


def test_import_of_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "import", "nowhere.csv")
    assert status == 1
    assert "nowhere.csv" in err


@pytest.mark.parametrize(
    ("label", "country", "office", "sectors"),
    [
        ("Minister for Foreign Affairs", "Mali", "Minister of Foreign Affairs", ("GOV",)),
        ("Prime Minister of France", "France", "Prime Minister", ("GOV",)),
        ("President of Mali", "Mali", "President", ("GOV",)),
        ("President of the French Republic", "France", "President", ("GOV",)),
        ("President of the Senate", "France", "President of the Senate", ("LEG",)),
        ("Minister of Defence", "Mali", "Minister of Defence", ("GOV", "MIL")),
        ("Chief of the General Staff", "Turkey", "Chief of the General Staff", ("MIL",)),
        ("ambassador to Hungary", "France", "ambassador to Hungary", ("GOV",)),
        ("Deputy Minister of Defence", "Mali", "Deputy Minister of Defence", ("GOV",)),
    ],
)
def test_offices_get_one_name(label: str, country: str, office: str, sectors: tuple[str, ...]) -> None:
    assert office_of(label, country) == (office, sectors)


# ---- update


def _literal(value: str, language: str | None = None) -> dict[str, str]:
    return {"type": "literal", "value": value} | ({"xml:lang": language} if language else {})


def _uri(item: str) -> dict[str, str]:
    return {"type": "uri", "value": f"http://www.wikidata.org/entity/{item}"}


BINDING = {
    "person": _uri("Q900001"), "en": _literal("Ada Proof", "en"), "fr": _literal("Ada Preuve", "fr"),
    "office": _literal("Prime Minister of Mali", "en"), "gender": _uri("Q6581072"),
    "start": _literal("2030-05-01T00:00:00Z"), "startPrecision": _literal("10"),
}  # fmt: skip


class Service:
    """A local SPARQL service: gives the answers put in, in order, the last one again and again."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes, float]] = []
        self.queries: list[str] = []
        self.agents: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                service.queries.append(urllib.parse.parse_qs(body)["query"][0])
                service.agents.append(self.headers["User-Agent"])
                answers = service.answers
                status, headers, content, delay = answers.pop(0) if len(answers) > 1 else answers[0]
                time.sleep(delay)
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(content)
                except ConnectionError:
                    pass

            def log_message(self, *_: Any) -> None:
                """Keep quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/sparql"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def gives(self, status: int, content: object = b"", delay: float = 0.0, **headers: str) -> None:
        """Put in an answer."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.answers.append((status, {k.replace("_", "-"): v for k, v in headers.items()}, body, delay))

    def gives_rows(self, *bindings: dict[str, Any]) -> None:
        """Put in a good answer."""
        self.gives(200, {"head": {"vars": []}, "results": {"bindings": list(bindings)}})


@pytest.fixture
def service() -> Iterator[Service]:
    """The local service, stopped afterwards."""
    running = Service()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that would have been, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(wikidata.time, "sleep", lambda seconds: None)
    original = wikidata.ask

    def ask(query: str, **options: Any) -> Any:
        return original(query, **{**options, "wait": waited.append})

    monkeypatch.setattr(wikidata, "ask", ask)
    return waited


def test_update_writes_a_table_that_is_used(
    service: Service, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service.gives_rows(BINDING)
    status, out, err = run(capsys, "update", "--country", "MLI", "--endpoint", service.url)
    assert status == 0
    assert "1 terms of office" in out
    assert "1 of 1: Mali" in err
    assert 'wdt:P298 "MLI"' in service.queries[0]
    assert service.agents[0].startswith("greffier/")
    shown = run(capsys, "show", "Ada Preuve", "--on", "2030-06-01")[1]
    assert "* 2030-05 " in shown, "a date is kept as far as it is known"
    assert "Prime Minister  [user:wikidata.csv]" in shown
    assert (own_home / "knowledge" / "wikidata.csv").read_text(encoding="utf-8").count(",f,") == 1


def test_answers_are_kept_and_asked_again_only_when_told(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.gives_rows(BINDING)
    call = ("update", "--country", "MLI", "--endpoint", service.url)
    run(capsys, *call)
    assert "1 kept from before" in run(capsys, *call)[1]
    assert len(service.queries) == 1
    run(capsys, *call, "--refresh")
    assert len(service.queries) == 2


def test_a_rate_limit_is_obeyed(service: Service, waits: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    service.gives(429, b"Too Many Requests", Retry_After="37")
    service.gives_rows(BINDING)
    status, _, err = run(capsys, "update", "--country", "MLI", "--endpoint", service.url)
    assert status == 0
    assert waits == [37.0]
    assert "fewer queries" in err


def test_a_query_that_takes_too_long_is_tried_again(
    service: Service, waits: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    service.gives(500, b"java.util.concurrent.TimeoutException")
    service.gives(502)
    service.gives_rows(BINDING)
    status, _, err = run(capsys, "update", "--country", "MLI", "--endpoint", service.url)
    assert status == 0
    assert waits == [5.0, 10.0]
    assert "took too long" in err


def test_no_answer_in_time_is_an_error_in_the_end(service: Service) -> None:
    service.gives(200, b"{}", delay=0.5)
    waited: list[float] = []
    with pytest.raises(wikidata.QueryError, match=r"no answer within .* 4 times"):
        wikidata.ask("ASK {}", endpoint=service.url, timeout=0.05, wait=waited.append)
    assert len(waited) == wikidata.TRIES - 1


@pytest.mark.parametrize("content", [b"", b'{"results": {"bindings": [{"person": ', b"[]", b"<html>"])
def test_a_cut_off_answer_is_an_error_in_the_end(content: bytes, service: Service) -> None:
    service.gives(200, content)
    with pytest.raises(wikidata.QueryError, match="cut off or no SPARQL result"):
        wikidata.ask("ASK {}", endpoint=service.url, wait=lambda seconds: None)


def test_a_refused_query_is_not_tried_again(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    service.gives(403, b"blocked")
    status, _, err = run(capsys, "update", "--country", "MLI", "--endpoint", service.url)
    assert status == 1
    assert "refuses the query (403" in err
    assert len(service.queries) == 1


def test_one_country_that_fails_does_not_stop_the_others(
    service: Service, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service.gives_rows(BINDING)
    service.gives(403)
    status, out, err = run(
        capsys, "update", "--country", "MLI", "--country", "NER", "--endpoint", service.url
    )
    assert status == 1
    assert "NER: the service refuses" in err
    assert "1 terms" in out
    service.answers.clear()
    service.gives_rows()
    assert run(capsys, "update", "--country", "MLI", "--country", "NER", "--endpoint", service.url)[0] == 0
    assert len(service.queries) == 3, "the country that was got before is not asked again"


def test_without_a_connection_a_sentence_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "update", "--country", "MLI", "--endpoint", "http://127.0.0.1:9/sparql")
    assert status == 1
    assert "no connection" in err
    assert "stay in use" in err


def test_update_refuses_an_unknown_country_and_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "update", "--country", "XYZ")[0] == 2
    status, _, err = run(capsys, "update", "--country", "MLI", "--endpoint", "nonsense")
    assert status == 1
    assert "https://" in err


def test_rows_leave_out_persons_without_a_label() -> None:
    nameless = {key: value for key, value in BINDING.items() if key not in ("en", "fr")}
    assert wikidata.rows_of("MLI", "Mali", [nameless, {}, BINDING, BINDING]) == [
        {
            "country": "MLI", "office": "Prime Minister", "sectors": "GOV", "person": "Ada Proof",
            "wikidata": "Q900001", "gender": "f", "start": "2030-05", "end": "", "forms_fr": "Ada Preuve",
            "forms_en": "Ada Proof",
        }
    ]  # fmt: skip
