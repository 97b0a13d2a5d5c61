"""Headers and datelines: when an article was published, and where its first sentence begins."""

from __future__ import annotations

import pytest

from greffier.model import Article
from greffier.parse.header import dateline_end, find_dateline, find_header
from greffier.reading import read


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("date 2019-03 Le ministre a parlé.", "2019-03"),
        ("2019-03-29\n\nLe ministre a parlé.", "2019-03-29"),
        ("Publié : 2019-03-29T10:00:00Z\nLe ministre a parlé.", "2019-03-29"),
        ("2019-13 est un numéro.", None),
        ("Le ministre a parlé.", None),
    ],
)
def test_headers(text: str, published: str | None) -> None:
    assert find_header(text).published == published


@pytest.mark.parametrize(
    ("language", "line", "published"),
    [
        ("fr", "CARACAS, 29 mars 2019 (Greffier) – ", "2019-03-29"),
        ("fr", "CUCUTA (Colombie), 24 février 2019 (Greffier) – ", "2019-02-24"),
        ("fr", "CARACAS, 29 mars (AFP) – ", None),
        ("fr", "Genève (ATS) - ", None),
        ("en", "UNITED NATIONS, April 10, 2019 (Greffier) - ", "2019-04-10"),
        ("en", "MOSCOW (Reuters) - ", None),
        ("en", "WASHINGTON — ", None),
    ],
)
def test_datelines(language: str, line: str, published: str | None) -> None:
    text = line + "Russia accused NATO of lying."
    assert find_dateline(text, 0, language) == published
    assert dateline_end(text, 0) == len(line)


@pytest.mark.parametrize("text", ["NATO said on Friday - not for the first time - that it was ready.", "Paris a refusé – une fois de plus – de répondre."])
def test_dashes_that_end_no_dateline(text: str) -> None:
    assert dateline_end(text, 0) == 0


def test_a_dateline_takes_no_part_in_the_first_sentence() -> None:
    """The parser made the place of the dateline the subject of the sentence after it."""
    (event,) = read(Article("UNITED NATIONS, April 10 (Greffier) - Russia accused Turkey of spying.", language="en")).events
    assert [s.country for s in event.actors] == ["RUS"]
    assert [s.country for s in event.recipients] == ["TUR"]
