from generator.search.rank import Term
from generator.search.results import excerpt
from tests.search.site import find, record


def term(word: str) -> Term:
    return Term(word, 1.0, {}, {}, frozenset({word}))


def test_excerpt_begins_with_the_sentence_that_holds_most_words() -> None:
    found = find("full moon sun").results[0]
    assert found.path == "tides/#spring-tides"
    assert found.excerpt.startswith("At new and full moon")


def test_excerpt_of_a_short_answer_takes_the_sentences_that_follow() -> None:
    assert excerpt("One. \nTwo.\nThree.", [term("two")]) == "Two. Three."


def test_excerpt_of_a_long_sentence_is_the_part_with_the_hit() -> None:
    long = " ".join(["filler"] * 60 + ["harbour"] + ["filler"] * 60) + "."
    part = find("harbour", records=(record("a/#q", "Where?", long),)).results[0].excerpt
    assert "harbour" in part
    assert part.startswith("… filler")
    assert part.endswith("filler…")
    assert len(part) <= 245


def test_excerpt_of_an_empty_answer_is_empty() -> None:
    found = find("nothing", records=(record("a/#q", "Nothing?", ""),)).results[0]
    assert found.excerpt == ""


def test_results_can_be_taken_in_parts() -> None:
    whole, part = find("heat pump the moon"), find("heat pump the moon", limit=2, offset=1)
    assert part.results == whole.results[1:3]
    assert part.total == whole.total
