import json
import random
from dataclasses import replace

from generator.model import PagePostings
from generator.search.page import index_page
from generator.search.postings import Postings
from generator.search.read import Index, payload, read_forms, read_group
from generator.search.shards import cut, write_forms
from generator.search.write import write_index
from tests.search.site import RECORDS, files_of, find, record


def many(count: int) -> tuple:
    rng = random.Random(7)
    stock = ["".join(rng.choices("abcdefghiklmnoprstu", k=rng.randint(3, 10))) for _ in range(3000)]
    return tuple(
        record(
            f"page-{number // 5}/#q{number}",
            " ".join(rng.choices(stock, k=7)) + "?",
            " ".join(rng.choices(stock, k=60)) + ".",
        )
        for number in range(count)
    )


def test_same_records_give_the_same_files() -> None:
    assert files_of() == files_of()


def test_every_file_is_one_call_with_json_arguments() -> None:
    for name, content in files_of().items():
        text = content.decode()
        assert text.startswith("explainerSearchFile(")
        assert text.endswith(");\n")
        assert payload(content)[0] == name.removesuffix(".js")


def test_site_without_questions_has_an_index_that_finds_nothing() -> None:
    assert find("why", records=()).total == 0


def test_page_without_questions_takes_no_part() -> None:
    assert index_page(()) == PagePostings()
    assert [*write_index([PagePostings()])][-1].path == "index.js"


def test_edited_sentence_changes_few_files() -> None:
    records = many(1500)
    edited = list(records)
    edited[700] = replace(records[700], answer=records[700].answer + " One harbour more.")
    before, after = files_of(records), files_of(tuple(edited))
    differ = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert before.keys() == after.keys()
    assert len(differ) <= 0.05 * len(before)


def test_question_more_moves_no_other_page() -> None:
    more = record("tides/#more", "Who measures tides?", "Gauges in the harbour do.")
    longer = (*RECORDS[:3], more, *RECORDS[3:])
    assert find("heat pump", records=longer).results[0].path == "heat/#cost"
    before, after = (payload(files_of(one)["r0.js"])[1] for one in (RECORDS, longer))
    assert before[1:] == after[1:]


def test_versions_change_with_the_content_only() -> None:
    changed = (replace(RECORDS[0], answer="Else."), *RECORDS[1:])
    before, after = (
        payload(files_of(one)["index.js"])[1]["versions"] for one in (RECORDS, changed)
    )
    assert before["r"] != after["r"]
    assert before["g"] == after["g"]


def test_forms_are_read_back_with_their_groups() -> None:
    forms = [("pay", [7]), ("pays", [7]), ("rate", [9, 8]), ("rates", [8])]
    text, order = write_forms(forms)
    assert order == [7, 9, 8]
    assert read_forms(text) == {"pay": (0,), "pays": (0,), "rate": (1, 2), "rates": (2,)}


def test_runs_hold_every_form_once_and_in_order() -> None:
    forms = [(f"w{number:04}", [number]) for number in range(2000)]
    runs = list(cut(forms, [20] * len(forms), 1000))
    assert [one for run in runs for one in run] == forms
    assert len(runs) > 10


def test_longest_lists_keep_the_weightiest_records() -> None:
    # Every answer has the word; every thirtieth says it three times.
    pages = [
        index_page((record(f"p{number}/#q", "Why?", "Harbour. " * (1 + 2 * (number % 30 == 0))),))
        for number in range(3000)
    ]
    postings = Postings((page, 8 * number) for number, page in enumerate(pages))
    levels, marks, count = read_group(postings.texts(400)[postings.pairs["harbour harbour"]])
    assert count == 3000
    assert not marks
    best = max(levels.values())
    assert {one for one, level in levels.items() if level == best} == set(range(0, 24000, 240))
    others = sorted(levels.keys() - set(range(0, 24000, 240)))
    assert max(others) == 8 * 2999
    assert len(levels) == 150


def test_answers_of_large_sites_are_cut_at_a_sentence() -> None:
    long = " ".join(f"Sentence number {number} says a little more." for number in range(100))
    files = files_of((record("long/#q", "Why so long?", long),))
    answer = payload(files["r0.js"])[1][0][5][0][2]
    assert 800 < len(answer) <= 1000
    assert answer.endswith(".")


def test_anchor_that_repeats_the_question_is_left_out_and_restored() -> None:
    files = files_of((record("a/#why-so", "Why so?", "So."), record("a/#other", "Why not?", "No.")))
    assert [one[0] for one in payload(files["r0.js"])[1][0][5]] == [0, "other"]
    index = Index(files.__getitem__)
    assert json.dumps(index.entry)
    assert {one.path for one in find("why so not", records=RECORDS).results} >= {"tides/#why"}
