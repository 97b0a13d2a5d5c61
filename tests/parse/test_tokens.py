"""The French tokenizer starts fast because its rules are compiled for fewer letters; the tokens stay the same."""

import subprocess
import sys
from pathlib import Path

import pytest

_EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.txt"))

_TOKENS = """
import sys
{load}
for path in sys.argv[1:]:
    for token in nlp.tokenizer(open(path, encoding="utf-8").read()):
        print(token.idx, repr(token.text))
"""
_STOCK = "import spacy; from greffier.parse.syntax import model_name; nlp = spacy.load(model_name('fr'), exclude=['ner', 'senter'])"
_OURS = "from greffier.parse.syntax import load_model; nlp = load_model('fr')"


def _tokens(load: str, paths: list[str]) -> str:
    return subprocess.run([sys.executable, "-c", _TOKENS.format(load=load), *paths], capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(not _EXAMPLES, reason="the example articles are missing")
def test_tokens_equal_those_of_the_untouched_rules(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Aujourd'hui, l'après-midi, l’Élysée et Saint-Étienne : porte-à-porte, anti-œcuménique, contre-ÉTAT; qu'Ÿ 3-4 M. X.-Y.\n", encoding="utf-8")
    paths = [str(words), *map(str, _EXAMPLES)]
    stock = _tokens(_STOCK, paths)
    assert len(stock.splitlines()) > 100
    assert _tokens(_OURS, paths) == stock
