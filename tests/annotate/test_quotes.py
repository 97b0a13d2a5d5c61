"""Speakers, nesting, setting, relays, paragraphs and warnings of quotations."""

from __future__ import annotations

import pytest

from greffier.annotate.actors import find_actors
from greffier.annotate.places import find_places
from greffier.annotate.quotes import find_quotes
from greffier.annotate.quotes_marks import find_marks
from greffier.annotate.times import find_times
from greffier.model import Quote

from .quoting import parse, quotes_of


def read(text: str, language: str = "fr") -> list[Quote]:
    return quotes_of(parse(text, language))[0]


def said(quote: Quote) -> list[str]:
    return [span.text for span in quote.content]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("« La route est ouverte », a dit le ministre.", "direct"),
        ("Le ministre a dit que « la route est ouverte ».", "direct"),
        ("« Quelle honte », a dit le ministre.", "direct"),
        ("Le ministre a dit que la route est « ouverte ».", "mixed"),
        ("Londres a qualifié l'attaque de « lâche ».", "mixed"),
        ("Le ministre a dit que la route est ouverte.", "indirect"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert [q.kind for q in read(text)] == [kind]


def test_verbatim_holds_the_words_in_marks() -> None:
    (quote,) = read('Le ministre a dit que "personne" ne doit "s\'inquiéter" de la guerre.')
    assert [v.text for v in quote.verbatim] == ['"personne"', '"s\'inquiéter"']


def test_speaker_is_the_actor_of_the_reading() -> None:
    (quote,) = read("Moscou accuse les Etats-Unis de préparer la guerre.")
    assert quote.speaker is not None
    assert (quote.speaker.country, quote.to and quote.to.text) == ("RUS", "les Etats-Unis")


def test_the_last_speaker_goes_on_without_a_cue() -> None:
    first, second = read("« La route est ouverte », a dit le maire Paul Martin. « Le pont aussi est ouvert. »")
    assert second.cue is None
    assert second.source is None
    assert second.speaker == first.speaker


def test_who_is_quoted_within_a_quotation_does_not_go_on() -> None:
    first, inner, second = read("« Les vieux disent que tout allait mieux », raconte Paul Martin. « C'est faux. »")
    assert inner.inside == first.id
    assert second.speaker == first.speaker


def test_inside_names_the_smallest_holder() -> None:
    quotes = read("Selon l'AFP, le ministre a dit que l'armée affirme que la ville est prise.")
    by_text = {said(q)[0]: q for q in quotes}
    outer, middle, inner = (q for _, q in sorted(by_text.items(), key=lambda item: -len(item[0])))
    assert (outer.inside, middle.inside, inner.inside) == (None, outer.id, middle.id)


def test_nobody_in_particular() -> None:
    (quote,) = read("La route est fermée, dit-on.")
    assert quote.source is None
    assert quote.speaker is None


def test_news_agency_as_source_and_as_relay() -> None:
    (told,) = read("Selon l'AFP, la ville est prise.")
    assert told.speaker is not None
    assert (told.speaker.name, told.speaker.country) == ("Agence France-Presse", "FRA")
    (cited,) = read("La Russie est prête, a déclaré Sergueï Lavrov, cité par l'agence Interfax.")
    assert cited.relay is not None
    assert cited.relay.name == "Interfax"
    assert cited.speaker is not None
    assert cited.speaker.country == "RUS"


def test_when_and_occasion() -> None:
    doc = parse("Vendredi, dans un communiqué, Washington a dit que « la paix est loin ».", "fr")
    times = find_times(doc, "2019-03-31").found
    actors = find_actors(doc, find_places(doc), "2019-03-31")
    (quote,), _ = find_quotes(doc, actors, times)
    assert quote.when == next(t.id for t in times if t.text == "Vendredi")
    assert quote.occasion is not None
    assert quote.occasion.text == "un communiqué"


def test_time_within_what_is_said_is_not_when_it_was_said() -> None:
    doc = parse("Le ministre a dit que l'école rouvrirait lundi.", "fr")
    times = find_times(doc, "2019-03-31").found
    (quote,), _ = find_quotes(doc, find_actors(doc, find_places(doc), "2019-03-31"), times)
    assert quote.when is None


def test_paragraphs_reopened_and_closed_once_are_one_quotation() -> None:
    (quote,) = read("« La route est ouverte.\n\n« Le pont l'est aussi », a dit le maire.")
    assert [text[:10] for text in said(quote)] == ["« La route", "« Le pont "]
    assert quote.source is not None


def test_lines_of_one_quotation_are_one_span() -> None:
    (quote,) = read("Le maire a dit : « La route est ouverte.\nLe pont est fermé.\nLa gare aussi. »\nRien d'autre.")
    assert said(quote) == ["« La route est ouverte.\nLe pont est fermé.\nLa gare aussi. »"]


def test_marks_repeated_at_each_line_are_one_stretch() -> None:
    marks = find_marks(parse("Le maire a dit : « La route\n« est ouverte et le pont\n« l'est aussi ».", "fr"))
    assert marks.warnings == []
    assert sum(q.before is None for q in marks.found) == 1


def test_nested_marks() -> None:
    outer, inner = find_marks(parse("« Il a dit “non” hier », raconte Paul.", "fr")).found
    assert inner.parent is outer
    assert (outer.depth, inner.depth) == (0, 1)


@pytest.mark.parametrize(
    "text", ['Il a dit que la " ville est prise.', "Le pont » est ouvert.", "« Le pont est ouvert."]
)
def test_a_mark_without_a_partner_is_warned_of_in_plain_words(text: str) -> None:
    warnings = quotes_of(parse(text, "fr"))[1]
    assert len(warnings) == 1
    assert "has no partner in its paragraph" in warnings[0]


def test_a_stray_mark_loses_nothing_else() -> None:
    quotes = read(
        'Le " maire est là. Le ministre a dit que la route est ouverte.\n\n« Le pont est ouvert », a dit Paul.'
    )
    assert [said(q)[0] for q in quotes] == ["la route est ouverte", "« Le pont est ouvert »"]


def test_a_dialogue_dash_opens_direct_speech() -> None:
    (quote,) = read("— Je pars demain, dit-il.")
    assert (quote.kind, said(quote)) == ("direct", ["Je pars demain"])


def test_labels_of_an_interview_name_the_speakers() -> None:
    quotes = read(
        "Le Matin : Que pensez-vous de la trêve ?\n\nAnna Weber : La trêve est fragile. Elle ne tiendra pas.\n\n"
        "Le Matin : Pourquoi est-elle fragile ?\n\nAnna Weber : Personne ne la surveille."
    )
    turns = [q for q in quotes if q.inside is None]
    assert [q.source.text for q in turns if q.source] == ["Le Matin", "Anna Weber", "Le Matin", "Anna Weber"]
    assert said(turns[1]) == ["La trêve est fragile. Elle ne tiendra pas"]


def test_a_colon_alone_is_no_label() -> None:
    assert read("Mali : les rebelles ont pris la ville.") == []


def test_apostrophes_are_no_quotation_marks() -> None:
    assert (
        find_marks(parse("The workers' union met the drivers' union. It's 5 o'clock, rock 'n' roll.", "en")).warnings
        == []
    )


def test_own_voice_and_facts_are_no_speakers() -> None:
    assert read("Cela indique que la guerre est finie.") == []
    assert read("Rappelons que la guerre est finie.") == []
    assert [said(q)[0][0] for q in read("« Je crois que la guerre est finie », a dit Paul.")] == ["«"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "La Russie a refusé de partir comme le réclamait Donald Trump, en assurant qu'elle ne menace personne.",
            ["RUS"],
        ),
        (
            "Maria Zakharova, porte-parole russe, a invité Washington à partir. Les soldats resteront autant que Caracas le jugera bon, a-t-elle dit.",
            ["RUS", "RUS"],
        ),
        ("L'ancien ministre grec, Paul Martin, a parlé à Hassan Rohani. Il lui reproche d'avoir menti.", ["GRC"]),
        ("« Il ment », a répliqué l'opposant turc.", ["TUR"]),
        ("Rome est vide. La Grèce a signé un pacte dont les effets seraient selon elle « modestes ».", ["GRC"]),
        ("Selon plusieurs diplomates à Bruxelles, la Hongrie bloque le vote. Budapest se tait.", [None]),
        ("Selon une source à l'ambassade turque, le Mali paiera. Le Mali et Bamako se taisent.", ["TUR"]),
    ],
)
def test_who_the_words_belong_to(text: str, speakers: list[str | None]) -> None:
    assert [q.speaker and q.speaker.country for q in read(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Paul Martin said that Peter Smith kept the money. “It was ours,” he told reporters.", "Paul Martin"),
        (
            "Paul Martin said that the road was open. Turning to Peter Smith, he said that the bridge was too.",
            "Paul Martin",
        ),
        ("“We will stay,” Paul Martin said, according to Greek newspapers.", "Paul Martin"),
        (
            "Peter Smith fell ill. “The road is open,” Paul Martin said. He added that Peter Smith would stay.",
            "Paul Martin",
        ),
    ],
)
def test_a_pronoun_goes_on_with_the_last_speaker(text: str, speaker: str) -> None:
    last = read(text, "en")[-1]
    assert last.speaker is not None
    assert last.speaker.name == speaker


def test_who_passes_the_words_on_is_noted_with_the_quotation() -> None:
    (quote,) = read("“We will stay,” Paul Martin said, according to Reuters.", "en")
    assert quote.kind == "direct"
    assert quote.relay is not None
    assert quote.relay.name == "Reuters"
