"""The server without a browser: twins, filters, safety, and what happens while a build writes."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from greffier.review.log import make_review, spool_path
from greffier.run.build import finish
from greffier.store.record import Record

from .conftest import serving

_TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')


def token_of(client: httpx.Client, path: str = "/review") -> str:
    """The token that a form of this session carries."""
    return _TOKEN.search(client.get(path).text)[1]  # type: ignore[index]


def an_event(client: httpx.Client) -> dict[str, Any]:
    """The first event of the queue."""
    return client.get("/review.json").json()["queue"][0]


def test_every_page_has_a_twin_that_the_openapi_describes(server: str) -> None:
    paths = httpx.get(f"{server}/openapi.json").json()["paths"]
    assert sorted(paths) == sorted(["/index.json", "/events.json", "/pair/{a}/{b}.json", "/event/{link}.json", "/article/{article}.json",
                                    "/actor/{name}.json", "/quotes.json", "/search.json", "/review.json", "/about.json"])  # fmt: skip
    page = httpx.get(f"{server}/events?type=SANCTION").text
    twin = re.search(r'rel="alternate" type="application/json" href="([^"]+)"', page)[1]  # type: ignore[index]
    assert httpx.get(server + twin).json()["events"][0]["type"] == "SANCTION"


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"type": "SANCTION"}, lambda e: e["type"] == "SANCTION"),
        ({"modality": "reported"}, lambda e: e["modality"] == "reported"),
        ({"a": "USA"}, lambda e: "USA" in e["actors"] + e["recipients"]),
        ({"a": "usa", "b": "VEN"}, lambda e: {"USA", "VEN"} <= {*e["actors"], *e["recipients"]}),
        ({"first": "2019-01-28", "last": "2019-01-28"}, lambda e: e["when"] is not None),
        ({"first": "2019-03", "last": "2019"}, lambda e: e["when"] >= "2019-03" or e["when"].startswith("[2019-0")),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_filters_hold(query: dict[str, str], holds: Any, server: str) -> None:
    found = httpx.get(f"{server}/events.json", params=query).json()
    everything = httpx.get(f"{server}/events.json").json()["total"]
    assert 0 < found["total"] < everything
    assert [e for e in found["events"] if not holds(e)] == []


def test_filters_by_place_and_speaker(server: str) -> None:
    events = httpx.get(f"{server}/events.json").json()["events"]
    for field, key in (("place", "place"), ("speaker", "claimant")):
        value = next(e[key] for e in events if e[key])
        found = httpx.get(f"{server}/events.json", params={field: value}).json()["events"]
        assert found
        assert {e[key] for e in found} == {value}


def test_quotations_by_speaker_words_and_country(server: str) -> None:
    get = lambda **query: httpx.get(f"{server}/quotes.json", params=query).json()  # noqa: E731
    assert get(speaker="MADURO")["total"] > 0
    assert all("Maduro" in q["speaker"] for q in get(speaker="maduro")["quotes"])
    assert all(q["country"] == "USA" for q in get(country="usa")["quotes"])
    assert 0 < get(first="2019-03")["total"] < get()["total"]
    assert get(first="1999", last="1999")["total"] == 0
    word = get()["quotes"][0]["content"].split()[0]
    assert all(word.lower() in q["content"].lower() for q in get(words=word)["quotes"])


def test_filters_of_a_search_hold(server: str) -> None:
    get = lambda **query: httpx.get(f"{server}/search.json", params={"words": "", **query}).json()  # noqa: E731
    assert {h["kind"] for h in get(kind="quote")["hits"]} == {"quote"}
    assert {h["event"]["type"] for h in get(kind="event", type="ACCUSE")["hits"]} == {"ACCUSE"}
    assert {h["event"]["modality"] for h in get(modality="reported")["hits"]} == {"reported"}
    pair = get(kind="event", a="USA", b="VEN")["hits"]
    assert pair
    assert all({"USA", "VEN"} <= {*h["event"]["actors"], *h["event"]["recipients"]} for h in pair)
    assert get(first="1999", last="1999", kind="article")["total"] == 0
    assert get(words="accusé")["total"] == get(words="accuse")["total"] > 0  # any form, any accent


def test_an_event_names_who_settled_its_date(server: str, built: Path) -> None:
    with Record(built) as record:
        event, was, now, because = record.rows("SELECT id, was, now, because FROM narrowings WHERE kind = 'event' ORDER BY id LIMIT 1")[0]
    page = httpx.get(f"{server}/event/{event}.json").json()
    telling = next(t for t in page["tellings"] if t["event_id"] == event)
    assert (telling["said_when"], telling["when"], telling["narrowed_by"]) == (was, now, because)
    assert telling["narrowed_in"]
    shown = httpx.get(f"{server}/event/{event}?lang=en").text
    assert "settled by" in shown
    assert telling["why"].split(";")[0] in shown.replace("&#39;", "'")


def test_filters_of_a_pair_hold_for_its_curve(server: str) -> None:
    whole = httpx.get(f"{server}/pair/USA/VEN.json").json()
    some = httpx.get(f"{server}/pair/USA/VEN.json", params={"type": "SANCTION"}).json()
    total = lambda page: sum(p["verbal_conflict"] + p["material_conflict"] for p in page["series"])  # noqa: E731
    assert 0 < total(some) < total(whole)
    assert {e["type"] for e in some["events"]} == {"SANCTION"}
    assert httpx.get(f"{server}/pair/USA/VEN.json", params={"first": "1999", "last": "1999"}).json()["series"] == []
    assert "The curve is empty" in httpx.get(f"{server}/pair/USA/VEN?first=1999&last=1999&lang=en").text.replace("the curve", "The curve")


@pytest.mark.parametrize("path", ["/events?first=abc", "/events?offset=-1", "/pair/USA/x", "/pair/USA/VEN?step=year", "/search?kind=x"])
def test_an_impossible_address_gets_a_sentence(path: str, server: str) -> None:
    page = httpx.get(server + path)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    twin = httpx.get(server + path.replace("?", ".json?", 1) if "?" in path else f"{server}{path}.json")
    assert twin.status_code == 422
    assert isinstance(twin.json()["detail"], str)


def test_a_fault_of_ours_is_a_page(own: tuple[str, Path, Any], capfd: pytest.CaptureFixture[str]) -> None:
    base, _, app = own
    app.state.snapshots.current.rows = lambda *a: 1 / 0
    page = httpx.get(f"{base}/events?type=AID")
    assert page.status_code == 500
    assert 'role="alert"' in page.text
    assert "Traceback" not in page.text + capfd.readouterr().err


def test_about_says_versions_scores_and_licences(server: str) -> None:
    about = httpx.get(f"{server}/about.json").json()
    assert about["version"]
    assert about["schema"] >= 3
    assert {s["type"]: s["score"] for s in about["scores"]}["ASSAULT"] < -5
    assert len(about["scores"]) == 16
    shown = httpx.get(f"{server}/about?lang=en").text
    for words in ("PLOVER scores", "Goldstein 1992", "Apache-2.0", "fr_core_news_md", "material conflict"):
        assert words in shown


def test_headers_allow_no_inline_script_and_no_other_host(server: str) -> None:
    for path in ("/", "/events.json", "/static/style.css", "/event/none", "/nowhere"):
        policy = httpx.get(server + path).headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "default-src 'none'" in policy


def test_other_names_are_not_answered_on_loopback(server: str) -> None:
    assert httpx.get(server, headers={"host": "evil.example"}).status_code == 421


def test_sizes_are_limited(server: str) -> None:
    assert httpx.get(f"{server}/search", params={"words": "a" * 5_000}).status_code == 414
    assert httpx.post(f"{server}/review", data={"reason": "a" * 100_000}).status_code == 413
    assert httpx.post(f"{server}/review", content=iter([b"a=b"])).status_code == 413  # does not say its size


def test_a_slow_query_ends_in_a_sentence(own: tuple[str, Path, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from greffier.serve import snapshot

    base, _, app = own
    monkeypatch.setattr(snapshot, "QUERY_SECONDS", 0.05)
    reader = app.state.snapshots.current
    with pytest.raises(snapshot.TooSlow):
        reader.rows("SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b")
    assert httpx.get(f"{base}/about").status_code == 200  # the others go on


def test_pages_cannot_reach_files(own: tuple[str, Path, Any]) -> None:
    import duckdb

    with pytest.raises(duckdb.Error, match="disabled"):
        own[2].state.snapshots.current.rows("SELECT * FROM read_text('/etc/hostname')")


@pytest.mark.parametrize("change", [{"token": "0" * 64}, {"token": ""}])
def test_a_form_of_somebody_else_is_refused(change: dict[str, str], own: tuple[str, Path, Any]) -> None:
    with httpx.Client(base_url=own[0]) as client:
        form = {"token": token_of(client), "event": an_event(client)["event_id"], "action": "reject", "who": "x", "reason": "y"}
        assert client.post("/review", data=form | change).status_code == 403
        assert client.post("/review", data=form, headers={"origin": "http://evil.example"}).status_code == 403
        client.cookies.clear()
        assert client.post("/review", data=form).status_code == 403


def test_beyond_loopback_reviewing_needs_the_password(built: Path, tmp_path: Path) -> None:
    from .conftest import copy

    with serving(copy(built, tmp_path), "0.0.0.0") as (base, app), httpx.Client(base_url=base) as client:
        assert app.state.guard.password
        assert "/login" in client.get("/review").text
        assert "form class=\"review\"" not in client.get("/review").text
        event = an_event(client)["event_id"]
        form = {"token": token_of(client, "/login"), "event": event, "action": "accept", "who": "x", "reason": "y"}
        assert client.post("/review", data=form).status_code == 403
        login = {"token": form["token"], "password": "wrong"}
        assert client.post("/login", data=login).status_code == 403
        assert client.post("/login", data=login | {"password": app.state.guard.password}).status_code == 303
        assert client.post("/review", data=form).status_code == 200


def test_a_review_without_script_is_a_page(own: tuple[str, Path, Any]) -> None:
    base, _, _ = own
    with httpx.Client(base_url=base) as client:
        event = an_event(client)
        form = {"token": token_of(client), "event": event["event_id"], "action": "correct", "field": "type", "value": "AID",
                "who": "Élodie", "reason": "lu"}  # fmt: skip
        page = client.post("/review", data=form)
        assert page.status_code == 200
        assert "<main" in page.text
        assert client.get(f"/event/{event['link_id']}.json").json()["head"]["type"] == "AID"
        assert 'value="Élodie"' in client.get("/review").text


_HOLD = """
import sys
from pathlib import Path
from greffier.run.build import finish
from greffier.store.record import Record
with Record(Path(sys.argv[1]), write=True) as record:
    print("held", flush=True)
    sys.stdin.readline()
    finish(record)
"""


@pytest.fixture
def writer(own: tuple[str, Path, Any]) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the record as a build does, and finishes it when told."""
    process = subprocess.Popen([sys.executable, "-c", _HOLD, str(own[1])], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_review_said_during_a_build_is_kept_shown_and_applied(
    own: tuple[str, Path, Any], writer: subprocess.Popen[str]
) -> None:
    base, path, app = own
    with httpx.Client(base_url=base) as client:
        event = an_event(client)
        form = {"token": token_of(client), "event": event["event_id"], "action": "accept", "who": "A", "reason": "read"}
        assert "build" in client.post("/review", data=form).text
        assert spool_path(path).exists()
        assert client.get(f"/event/{event['link_id']}.json").json()["head"]["review"] == "accepted"  # shown at once
        writer.communicate("go\n", timeout=60)
        assert not spool_path(path).exists()  # the build has taken it
        assert app.state.snapshots.refresh()
        assert client.get(f"/event/{event['link_id']}.json").json()["head"]["review"] == "accepted"
    with Record(path) as record:
        assert record.rows("SELECT who, action FROM reviews") == [("A", "accept")]


def test_a_review_that_waited_for_something_else_is_brought_in(own: tuple[str, Path, Any], writer: subprocess.Popen[str]) -> None:
    base, path, app = own
    with httpx.Client(base_url=base) as client:
        event = an_event(client)["event_id"]
        client.post("/review", data={"token": token_of(client), "event": event, "action": "reject", "who": "A", "reason": "no"})
        writer.kill()  # a build that dies takes nothing
        writer.wait()
        assert app.state.snapshots.bring_in() == 1
        assert not spool_path(path).exists()
        app.state.snapshots.refresh()
        assert client.get(f"/event/{event}.json").status_code == 404
    with Record(path) as record:
        assert record.one("SELECT count(*) FROM facts WHERE event_id = ?", [event]) == 0


@pytest.mark.slow
def test_fifty_readers_while_a_build_writes(own: tuple[str, Path, Any], writer: subprocess.Popen[str]) -> None:
    base, _, app = own
    paths = ["/", "/events", "/pair/USA/VEN", "/quotes", "/search?words=sanctions", "/review", "/events.json?type=SANCTION"]
    assert writer.stdin is not None
    writer.stdin.write("go\n")
    writer.stdin.flush()

    def read(number: int) -> list[int]:
        with httpx.Client(base_url=base, timeout=30) as client:
            return [client.get(paths[(number + i) % len(paths)]).status_code for i in range(6)]

    with ThreadPoolExecutor(50) as pool:
        codes = [code for some in pool.map(read, range(50)) for code in some]
    assert set(codes) == {200}
    writer.wait(timeout=60)
    assert app.state.snapshots.refresh()


def test_a_new_build_shows_by_itself(own: tuple[str, Path, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    base, path, app = own
    with Record(path, write=True) as record:
        gone = record.one("SELECT article_id FROM articles WHERE name = 'hostile'")
        record.remove([gone])
        finish(record)
    assert httpx.get(f"{base}/article/hostile").status_code == 200  # still the copy
    deadline = time.monotonic() + 15
    while httpx.get(f"{base}/article/hostile").status_code == 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert httpx.get(f"{base}/article/hostile").status_code == 404
    assert app.state.snapshots.current.path.exists()


def test_of_too_many_pages_the_one_not_asked_for_longest_goes(own: tuple[str, Path, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from greffier.serve import snapshot

    app = own[2]
    app.state.snapshots.ready.wait()
    monkeypatch.setattr(snapshot, "_KEPT_PAGES", 2)
    made: list[str] = []
    for key in ("a", "b", "a", "c", "a", "b"):
        app.state.snapshots.current.cached(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]


def test_a_review_said_while_a_new_copy_is_made_ready_shows_in_it(own: tuple[str, Path, Any]) -> None:
    _, path, app = own
    snapshots = app.state.snapshots
    snapshots.ready.wait()
    said: list[str] = []

    def meanwhile(reader: Any) -> None:
        if not said:
            event = reader.one("SELECT event_id FROM facts WHERE review IS NULL ORDER BY 1 LIMIT 1")
            said.append(event)
            snapshots.take_review(make_review(reader.record, "accept", event, who="A", reason="read"))

    snapshots.prepare = meanwhile
    with Record(path, write=True, patience=5) as record:
        record.remove(["hostile"])
        finish(record)
    deadline = time.monotonic() + 15
    while snapshots.current.one("SELECT 1 FROM articles WHERE name = 'hostile'") and time.monotonic() < deadline:
        snapshots.refresh()
    assert snapshots.current.one("SELECT 1 FROM articles WHERE name = 'hostile'") is None
    assert snapshots.current.one("SELECT review FROM facts WHERE event_id = ?", said) == "accepted"


def test_an_empty_record_says_what_to_do(tmp_path: Path) -> None:
    with Record(tmp_path / "r.duckdb", write=True) as record:
        finish(record)
    with serving(tmp_path / "r.duckdb") as (base, _):
        assert "greffier build" in httpx.get(base).text
        for path in ("/events", "/quotes", "/review", "/pair/USA/RUS", "/search?words=x", "/about"):
            assert httpx.get(base + path).status_code == 200


def test_exports_hold_what_is_on_screen(server: str) -> None:
    import csv
    import io
    import json

    rows = list(csv.DictReader(io.StringIO(httpx.get(f"{server}/export/events.csv?type=SANCTION").text)))
    assert len(rows) == httpx.get(f"{server}/events.json?type=SANCTION").json()["total"]
    assert {row["type"] for row in rows} == {"SANCTION"}
    lines = [json.loads(line) for line in httpx.get(f"{server}/export/quotes.jsonl?speaker=maduro").text.splitlines()]
    assert len(lines) == httpx.get(f"{server}/quotes.json?speaker=maduro").json()["total"]


def test_every_page_can_be_taken_away_as_it_is_on_screen(server: str) -> None:
    """Each page of events, quotations or figures has links to CSV and JSONL that hold what it shows."""
    import csv
    import html
    import io
    import json

    get = lambda path: httpx.get(f"{server}{path}").json()  # noqa: E731
    event = next(e for e in get("/events.json")["events"] if e["articles"] > 1)
    telling = get(f"/event/{event['link_id']}.json")["tellings"][0]
    actor = "Nicol%C3%A1s%20Maduro"
    pages = {
        "/": len(get("/index.json")["pairs"]), "/events?type=ACCUSE": get("/events.json?type=ACCUSE")["total"],
        "/pair/USA/VEN?step=month&type=SANCTION": len(get("/pair/USA/VEN.json?step=month&type=SANCTION")["series"]),
        f"/event/{event['link_id']}": event["articles"], f"/article/{telling['article_id']}": len(get(f"/article/{telling['article_id']}.json")["events"]),
        f"/actor/{actor}?country=VEN": len(get(f"/actor/{actor}.json?country=VEN")["acts"]),
        "/quotes?country=USA": get("/quotes.json?country=USA")["total"], "/search?words=sanctions&kind=event": get("/search.json?words=sanctions&kind=event")["total"],
        "/review?modality=reported": get("/review.json?modality=reported")["waiting"],
    }  # fmt: skip
    for path, shown in pages.items():
        links = [html.unescape(link) for link in re.findall(r'href="(/export/[^"]+)"', httpx.get(server + path).text)]
        assert len(links) >= 2, path
        rows = list(csv.DictReader(io.StringIO(httpx.get(server + links[0]).text)))
        lines = [json.loads(line) for line in httpx.get(server + links[1]).text.splitlines()]
        assert len(rows) == len(lines), path
        assert shown > 0, path
        assert len(rows) >= shown if path == "/" else len(rows) == shown, path
        assert set(rows[0]) == set(lines[0])
    assert httpx.get(f"{server}/export/event/none.csv").status_code == 404


@pytest.mark.slow
def test_no_request_that_the_openapi_allows_is_a_fault(built: Path, tmp_path: Path) -> None:
    import schemathesis
    from fastapi.testclient import TestClient
    from hypothesis import HealthCheck, Phase, given, settings

    from greffier.serve.app import make_app

    from .conftest import copy

    app = make_app(copy(built, tmp_path))
    schema = schemathesis.openapi.from_dict(app.openapi())
    with TestClient(app, raise_server_exceptions=False) as client:
        for operation in (result.ok() for result in schema.get_all_operations()):

            @given(case=operation.as_strategy())
            @settings(max_examples=12, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
            def fits(case: Any) -> None:
                answer = client.request(case.method, case.formatted_path, params=case.query or {})
                assert answer.status_code in (200, 404, 414, 422), (answer.status_code, case.formatted_path, case.query)

            fits()
