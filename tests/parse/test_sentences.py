"""Where sentences and blocks end."""

from __future__ import annotations

import pytest

from greffier.lang import language_data
from greffier.parse.blocks import find_blocks
from greffier.parse.sentences import sentence_starts
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many


def sentences(text: str, language: str = "fr") -> list[str]:
    source = Source(text)
    doc = next(parse_many([Unparsed(source, language, find_blocks(source.clean))]))
    return [doc.sentence_span(s.index).text for s in doc.sentences]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("fr", ["Le ministre est arrivé.", "Il a parlé."]),
        ("fr", ["Il a dit : « Nous partons. »", "Puis il est parti."]),
        ("fr", ['"Personne ne doit s\'inquiéter."', "Le ton monte."]),
        ("fr", ["M. Dupont a rencontré Mme Durand à Paris."]),
        ("fr", ["Que viennent-ils faire ?", "Honorer des contrats."]),
        ("fr", ["Le texte (...) a été adopté.", "Il entre en vigueur."]),
        ("fr", ["L'accord de 12.500 euros est signé.", "12 pays l'ont fait."]),
        ("en", ["The U.S. government protested.", "Mr. Smith left on Jan. 3."]),
        ("en", ['"We will not go."', "He left."]),
        ("en", ["He asked: “Why?”", "Nobody knew."]),
    ],
)
def test_sentence_ends(language: str, parts: list[str]) -> None:
    assert sentences(" ".join(parts), language) == parts


def test_no_sentence_runs_across_a_blank_line() -> None:
    assert sentences("Le ton monte entre USA et Venezuela\n\nLe chef a parlé") == [
        "Le ton monte entre USA et Venezuela",
        "Le chef a parlé",
    ]


def test_a_wrapped_text_is_one_paragraph() -> None:
    text = (
        "Le ministre de la Défense du Venezuela, le général Vladimir\nPadrino, a déclaré vendredi que personne ne doit\n"
        "s'inquiéter de l'arrivée de militaires russes dans le pays,\nqualifiée de provocation par Washington et dénoncée\n"
        "par l'opposition vénézuélienne."
    )
    assert len(sentences(text)) == 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Le ton monte\n\nLe ministre a parlé.", ["heading", "paragraph"]),
        ("Un seul paragraphe.", ["paragraph"]),
        ("Une ligne.\nUne autre.", ["paragraph", "paragraph"]),
        ("   \n\n  ", []),
    ],
)
def test_blocks(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in find_blocks(text)] == kinds


def test_the_parser_decides_after_an_abbreviation() -> None:
    abbreviations = language_data("fr").abbreviations
    assert sentence_starts(["Il", "voit", "M", ".", "Dupont", "."], abbreviations)[4] is None
    assert sentence_starts(["Il", "part", ".", "Elle", "reste", "."], abbreviations)[3] is True
