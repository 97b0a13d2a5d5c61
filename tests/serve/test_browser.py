"""The pages in a real browser: seen, clicked, typed at, measured."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from greffier.run.build import finish
from greffier.store.record import Record

from .conftest import Tab

pytestmark = pytest.mark.slow


def addresses(base: str) -> dict[str, str]:
    """One address for each page."""
    events = httpx.get(f"{base}/events.json").json()["events"]
    article = httpx.get(f"{base}/search.json", params={"words": "accuse", "kind": "article"}).json()["hits"][0]["article_id"]
    return {
        "overview": "/", "events": "/events", "pair": "/pair/USA/VEN", "event": f"/event/{events[0]['link_id']}",
        "article": f"/article/{article}", "actor": "/actor/Nicol%C3%A1s%20Maduro", "quotes": "/quotes",
        "search": "/search?words=sanctions", "review": "/review", "about": "/about", "missing": "/event/none",
    }  # fmt: skip


LIGHT_FR = {"locale": "fr-FR", "color_scheme": "light"}
DARK_NARROW = {"locale": "en-GB", "color_scheme": "dark", "viewport": {"width": 400, "height": 800}}


@pytest.mark.parametrize("tab", [LIGHT_FR, DARK_NARROW], indirect=True, ids=["light-wide-fr", "dark-narrow-en"])
@pytest.mark.parametrize("name", ["overview", "events", "pair", "event", "article", "actor", "quotes", "search", "review", "about"])
def test_a_page_is_well(name: str, server: str, tab: Tab) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = tab.open(server + addresses(server)[name])
    tab.check(server)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    shift = page.evaluate(
        "() => new Promise(r => { let s = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) s += e.value }).observe("
        "{type: 'layout-shift', buffered: true}); setTimeout(() => r(s), 60) })"
    )
    assert shift < 0.02
    serious = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"], v["nodes"][0]["failureSummary"]) for v in serious] == []


def test_languages(server: str, tab: Tab) -> None:
    page = tab.open(server)
    assert page.get_by_role("link", name="Overview").is_visible()
    page.get_by_role("link", name="Français").click()
    assert page.get_by_role("link", name="Vue d'ensemble").is_visible()
    page = tab.open(f"{server}/review")  # kept
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.get_by_role("button", name="Accepter").first.is_visible()


def test_the_theme_is_kept(server: str, tab: Tab) -> None:
    page = tab.open(server)
    page.get_by_role("button", name="Light or dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page = tab.open(f"{server}/about")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"


def test_filters_change_list_and_address_and_keep_the_focus(server: str, tab: Tab) -> None:
    page = tab.open(f"{server}/events")
    before = page.locator("ol.events > li").count()
    page.locator("#f-type").select_option("SANCTION")
    page.wait_for_url("**type=SANCTION**")
    assert 0 < page.locator("ol.events > li").count() < before
    page.locator("#f-place").focus()
    page.locator("#f-type").focus()
    page.locator("#f-type").select_option("")
    page.wait_for_url(lambda url: "SANCTION" not in url)
    page.wait_for_selector("#f-type:focus")
    assert page.locator("footer a").first.get_attribute("href").startswith("/events.json")
    tab.check(server)


_DAYS = {"first": "2019-02-01", "last": "2019-03-31"}
FILTERS = {
    "/events": {"a": "USA", "b": "VEN", "type": "ACCUSE", "modality": "reported", "place": "Caracas", "speaker": "Maduro", **_DAYS},
    "/pair/USA/VEN": {"step": "day", "type": "ACCUSE", "modality": "asserted", **_DAYS},
    "/quotes": {"words": "sanctions", "speaker": "Maduro", "country": "USA", **_DAYS},
    "/review": {"a": "USA", "b": "VEN", "type": "ACCUSE", "modality": "asserted", **_DAYS},
    "/search?words=Maduro": {"words": "Caracas", "kind": "event", "a": "USA", "b": "VEN", "type": "ACCUSE", "modality": "asserted",
                             "place": "Caracas", **_DAYS},
}  # fmt: skip


@pytest.mark.parametrize("path", FILTERS)
def test_every_filter_of_a_page(path: str, server: str, tab: Tab) -> None:
    """Each is set by hand; the page is then what its address gives anew, and no longer than before."""
    for field, value in FILTERS[path].items():
        page = tab.open(server + path)
        before = page.locator("#page li").count()
        control = page.locator(f"#f-{field}")
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
            control.press("Enter")
        page.wait_for_url(re.compile(rf"[?&]{field}={value}(&|$)"))
        page.wait_for_function("([id, value]) => document.getElementById(id)?.value === value", arg=[f"f-{field}", value])
        page.wait_for_load_state("networkidle")
        shown = page.locator("#page li").all_inner_texts()
        assert field in ("words", "step", "kind") or len(shown) <= before, field
        assert tab.open(page.url).locator("#page li").all_inner_texts() == shown, field
        tab.check(server)


def test_a_brush_chooses_a_period_and_lets_go_of_it(server: str, tab: Tab) -> None:
    page = tab.open(f"{server}/pair/USA/VEN?step=day")
    box = page.locator("svg.timeline:not(.narrow)").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.6 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], middle, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile(r"first=20\d\d-\d\d-\d\d&last=20\d\d-"))
    assert page.locator("#f-first").input_value() < page.locator("#f-last").input_value()
    page.get_by_role("link", name="whole time").click()
    page.wait_for_url(lambda url: "first" not in url)
    tab.check(server)


def test_layers_of_an_article_are_switched_and_tell_why(server: str, tab: Tab) -> None:
    page = tab.open(server + addresses(server)["article"])
    text = page.locator("#text").inner_text()
    piece = page.locator(".text .m.event").first
    shown = piece.evaluate("e => getComputedStyle(e).fontWeight")
    piece.hover()
    assert piece.get_attribute("title").split("\n")[0] in page.locator("#said").inner_text()
    page.locator("[data-layer=event]").uncheck()
    assert piece.evaluate("e => getComputedStyle(e).fontWeight") != shown
    assert page.locator("#text").inner_text() == text


def test_the_queue_by_keyboard_and_the_review_seen_after_a_rebuild(own: tuple[str, Path, Any], tab: Tab) -> None:
    base, path, app = own
    page = tab.open(f"{base}/review")
    waiting = httpx.get(f"{base}/review.json").json()["waiting"]
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.dataset.link")
    page.keyboard.press("a")  # asks for what is missing first
    assert page.evaluate("document.activeElement.name") == "who"
    page.keyboard.type("A. Durand")
    page.keyboard.press("Tab")
    page.keyboard.type("read the article")
    page.locator(".queue > li").first.focus()
    page.keyboard.press("a")
    page.wait_for_selector(".queue > li.done .said")
    second = page.evaluate("document.activeElement.dataset.link")
    assert second != first  # the next one is at hand
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.name") == "reason"  # the name is known by now
    page.keyboard.type("not an event")
    page.locator(f"[data-link='{second}']").focus()
    page.keyboard.press("r")
    page.locator(".queue > li.done").nth(1).wait_for()
    tab.check(base)
    with Record(path, write=True) as record:
        finish(record)
    app.state.snapshots.refresh()
    seen = httpx.get(f"{base}/event/{first}.json").json()
    assert seen["head"]["review"] == "accepted"
    assert seen["reviews"][0]["who"] == "A. Durand"
    assert httpx.get(f"{base}/review.json").json()["waiting"] == waiting - 2
    assert "A. Durand" in tab.open(f"{base}/event/{first}").locator("main").inner_text()


def test_a_correction_that_cannot_be_is_told_in_place(own: tuple[str, Path, Any], tab: Tab) -> None:
    base, _, _ = own
    page = tab.open(f"{base}/review")
    form = page.locator("form.review").first
    form.locator("[name=who]").fill("B")
    form.locator("[name=reason]").fill("because")
    form.locator("[name=value]").fill("NOTHING")
    form.get_by_role("button", name="Correct").click()
    alert = page.locator("form.review [role=alert]")
    alert.wait_for()
    assert "no PLOVER type" in alert.inner_text()
    form.locator("[name=value]").fill("THREATEN")
    form.get_by_role("button", name="Correct").click()
    page.wait_for_selector(".queue > li.done .said")


def test_words_of_an_article_never_become_a_page(server: str, tab: Tab) -> None:
    for path in ("/article/hostile", "/search?words=owned", "/events?first=2019-03-29", "/quotes?words=faux", "/"):
        page = tab.open(server + path)
        assert page.title() not in ("owned", "1")
        assert page.locator("main script, main img, main b:has-text('Maduro a accusé')").count() == 0
    page = tab.open(f"{server}/article/hostile")
    assert '<script>document.title="owned"</script>' in page.locator("#text").inner_text()
    assert "<script>" in page.locator("h1").inner_text()
    tab.check(server)


def test_it_prints(server: str, tab: Tab) -> None:
    page = tab.open(f"{server}/pair/USA/VEN")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator("svg.timeline:not(.narrow)").is_visible()
    assert len(page.pdf()) > 10_000


def test_a_report_asks_nobody(server: str, tab: Tab, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(httpx.get(f"{server}/report/USA/VEN.html", params={"first": "2019-01", "lang": "fr"}).text, encoding="utf-8")
    page = tab.open(file.as_uri())
    assert tab.requests == [file.as_uri()]
    assert tab.errors == []
    assert page.locator("svg.timeline:not(.narrow) rect").count() > 0
    assert page.locator("svg.map path").count() > 100
    notes = {a.get_attribute("href") for a in page.locator("sup a").all()}
    assert notes
    assert all(page.locator(note).count() == 1 for note in notes)
