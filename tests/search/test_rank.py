import json
from collections import Counter
from pathlib import Path

import pytest

from generator.search.rank import rank, rarity
from generator.search.read import Index
from tests.search.site import files_of, find, paths, record

EVALUATION = Path(__file__).parents[2].parent / "shared" / "search-eval"


def test_question_is_found_by_a_sentence() -> None:
    assert paths("why do tides come twice a day")[0] == "tides/#why"


def test_question_is_found_by_a_word_of_its_answer() -> None:
    assert paths("electricity")[0] == "heat/#cost"


def test_word_of_a_question_weighs_more_than_one_of_an_answer() -> None:
    assert paths("moon house")[0].startswith("heat/")


def test_title_and_tags_lead_to_all_questions_of_the_explainer() -> None:
    assert set(paths("energy")) == {"heat/#how", "heat/#cost"}


def test_words_in_the_order_of_the_question_rank_higher() -> None:
    records = (
        record("a/#1", "Can a bank run out of money?", "Yes."),
        record("b/#1", "Can you run a bank out of town?", "No."),
    )
    assert find("bank run", records=records).results[0].path == "a/#1"
    assert find("run a bank", records=records).results[0].path == "b/#1"


def test_of_equals_the_later_comes_first() -> None:
    records = tuple(record(f"{one}/#q", "Who pays?", "We.") for one in "abc")
    assert [one.path for one in find("pays", records=records).results] == ["c/#q", "b/#q", "a/#q"]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Behandlung", "versicherung/#kasse"),
        ("behandlungen arztlich", "versicherung/#kasse"),
        ("déclaration", "impots/#quand"),
        ("impot", "impots/#quand"),
        ("scuola", "tasse/#quanto"),
        ("embalse vacío", "agua/#por-que"),
        ("ضريبة", "dariba/#lima"),
        ("ουρανος", "fos/#giati"),
        ("ΟΥΡΑΝΌΣ ΓΑΛΆΖΙΟΣ", "fos/#giati"),
        ("isik", "isik/#neden"),
        ("IŞIK", "isik/#neden"),
        ("İSTANBUL", "isik/#neden"),
        ("istanbul", "isik/#neden"),
        ("青い空", "sora/#naze"),
        ("散乱", "sora/#naze"),
    ],
)
def test_other_forms_are_found_in_each_language(text: str, path: str) -> None:
    assert paths(text)[0] == path


def test_parts_of_a_german_compound_are_found() -> None:
    records = (
        record("a/#q", "Was zahlt die Krankenversicherung?", "Viel.", lang="de"),
        record("b/#q", "Wer braucht eine Hausratversicherung?", "Mieter.", lang="de"),
        record("c/#q", "Was kostet der Hausrat?", "Die Versicherung weiß es.", lang="de"),
        record("d/#q", "Wann sind Kranke daheim?", "Oft.", lang="de"),
    )
    assert {one.path for one in find("versicherung", records=records).results} == {
        "a/#q",
        "b/#q",
        "c/#q",
    }
    assert "a/#q" in {one.path for one in find("kranke", records=records).results}


def test_unknown_compound_is_looked_up_by_its_parts() -> None:
    records = (record("a/#q", "Wärmepumpen?", "Strom!", lang="de"),)
    found = find("Wärmepumpenstrom", records=records)
    assert found.results[0].path == "a/#q"
    assert found.meant == (("warmepumpenstrom", ("warmepumpen", "strom")),)


def test_unknown_form_finds_words_that_begin_like_it() -> None:
    records = (record("a/#q", "Who is vaccinated?", "All."),)
    assert find("vaccinators ", records=records).meant == (("vaccinators", ("vaccinated",)),)


def test_beginning_of_a_word_is_found_while_typing() -> None:
    assert paths("electr")[0] == "heat/#cost"


@pytest.mark.parametrize("typo", ["electricty", "elecrticity", "elektricity", "lectricity"])
def test_typo_is_corrected_and_told(typo: str) -> None:
    found = find(typo)
    assert found.results[0].path == "heat/#cost"
    assert found.meant == ((typo, ("electricity",)),)


def test_correction_can_be_declined() -> None:
    assert find("electricty ", exact=True).total == 0


def test_quoted_words_must_all_be_there() -> None:
    assert set(paths('"heat pump" moon')) == {"heat/#how", "heat/#cost"}


def test_quoted_words_must_stand_together() -> None:
    records = (
        record("a/#1", "Can a pump heat a house?", "Yes."),
        record("b/#1", "Who pays?", "A heat pump is dear."),
        record("c/#1", "What is it?", "A pump for heat.\nHeat. Pump.", explainer="Cold"),
        record("d/#1", "What is a heat pump?", "A machine."),
    )
    found = find('"heat pump"', records=records)
    assert {one.path for one in found.results} == {"b/#1", "c/#1", "d/#1"}
    assert not found.unquoted
    assert {one.path for one in find("heat pump", records=records).results} >= {"a/#1"}


def test_phrase_that_nothing_has_is_no_dead_end() -> None:
    found = find('"pump heat" cost')
    assert found.unquoted
    assert found.results[0].path == "heat/#cost"


def test_nonsense_finds_nothing() -> None:
    assert find("xqzvw jjkkq").total == 0
    assert find("?!").total == 0
    assert find("").total == 0


def test_filters_and_order_by_date() -> None:
    assert set(paths("the a what", tag="energy")) <= {"heat/#how", "heat/#cost"}
    assert paths("zahlt", lang="fr") == []
    assert paths("zahlt", lang="de-AT") == ["versicherung/#kasse"]
    assert paths("what is the tide pump", by_date=True)[0].startswith("heat/")


def test_rarity_falls_from_rare_to_common_and_is_exact_at_powers_of_two() -> None:
    assert rarity(7, 1) == 3.0
    assert rarity(1000, 1) > rarity(1000, 10) > rarity(1000, 1000) > 0


def test_every_search_asks_for_few_files() -> None:
    asked: Counter[str] = Counter()
    files = files_of()

    def load(name: str) -> bytes:
        asked[name] += 1
        return files[name]

    index = Index(load)
    for _ in range(2):
        rank(index, "why does a heat pump cost so much electricity in a house of this size")
    assert set(asked.values()) == {1}
    assert sum(name[0] == "t" for name in asked) <= 5


def test_ranking_of_real_questions_keeps_its_level() -> None:
    if not EVALUATION.is_dir():
        pytest.skip("the evaluation set is not beside this checkout (../shared/search-eval)")
    entries = json.loads((EVALUATION / "records.json").read_text("utf-8"))
    queries = json.loads((EVALUATION / "queries.json").read_text("utf-8"))[::4]
    records = tuple(record(f"{one['id']}/#q", one["question"], one["answer"]) for one in entries)
    index = Index(files_of(records).__getitem__)
    places = []
    for query in queries:
        best = [entries[one // 8]["id"] for one in rank(index, query["query"]).ids[:10]]
        places.append(next((at for at, one in enumerate(best, 1) if one in query["gold"]), 0))
    count = len(places)
    assert sum(one == 1 for one in places) / count >= 0.6
    assert sum(0 < one <= 5 for one in places) / count >= 0.82
    assert sum(1 / one for one in places if one) / count >= 0.7


def test_explained_parts_name_the_words() -> None:
    assert [word for word, _ in find("heat pump").results[0].why] == ["heat", "pump"]
