"""The models start fast because parts of them are not loaded; what they say of a text stays the same.

The French tokenizer compiles its rules for fewer letters, and the strings of the training corpus are left out.
"""

import subprocess
import sys
from pathlib import Path

import pytest

_EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.txt"))

_PARSES = """
import sys
{load}
for path in sys.argv[1:]:
    for t in nlp(open(path, encoding="utf-8").read()):
        print(t.idx, repr(t.text), t.lemma_, t.pos_, t.tag_, t.dep_, t.head.i, t.morph)
"""
_STOCK = "import spacy; from greffier.parse.syntax import model_name; nlp = spacy.load(model_name('{language}'), exclude=['ner', 'senter'])"
_OURS = "from greffier.parse.syntax import load_model; nlp = load_model('{language}')"
_WORDS = {
    "fr": "Aujourd'hui, l'après-midi, l’Élysée et Saint-Étienne : porte-à-porte, anti-œcuménique, contre-ÉTAT; qu'Ÿ 3-4 M. X.-Y. Ljubljanské zzyxq.\n",
    "en": "The ex-president's co-op at Łódź zzyxqed; U.S.-led, o'clock, 3-4 Mr. X.-Y.\n",
}


def _parses(load: str, paths: list[str]) -> str:
    return subprocess.run([sys.executable, "-c", _PARSES.format(load=load), *paths], capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(not _EXAMPLES, reason="the example articles are missing")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_parses_equal_those_of_the_whole_model(tmp_path: Path, language: str) -> None:
    words = tmp_path / "words.txt"
    words.write_text(_WORDS[language], encoding="utf-8")
    paths = [str(words), *(str(path) for path in _EXAMPLES if path.name.endswith(f".{language}.txt"))]
    stock = _parses(_STOCK.format(language=language), paths)
    assert len(stock.splitlines()) > 100
    assert _parses(_OURS.format(language=language), paths) == stock
