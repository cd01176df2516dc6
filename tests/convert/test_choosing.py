"""A person's choice of questions: each block stays, and the file still reads back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.conversion import Wishes, convert
from generator.convert.blocks import RawArticle
from generator.convert.choosing import CHOSEN, askable_blocks, asked_blocks, choose_questions
from generator.convert.placing import Explainer
from generator.convert.proof import prove_text
from generator.convert.write import write_explainer

ARTICLE = """Why bridges sing in the wind

Engineers listen to cables on purpose.

What makes a cable hum?

Wind passes round it, and eddies leave it on either side in turn.

Each eddy pulls a little.

Is the humming dangerous?

Seldom. A short crosshead

Dampers take the movement out of the cable before it grows.

Who listens?

Inspectors do, with sensors.
"""


def converted() -> Explainer:
    return convert(RawArticle("bridges.txt", ARTICLE.encode()), Wishes(timezone="UTC"))[1]


def block_of(explainer: Explainer, text: str) -> int:
    return next(one.block for one in explainer.placements if one.text.startswith(text))


def test_the_same_choice_changes_nothing() -> None:
    explainer = converted()
    assert choose_questions(explainer, asked_blocks(explainer)) is explainer


def test_a_line_becomes_a_question_and_takes_what_follows() -> None:
    explainer = converted()
    line = block_of(explainer, "Each eddy")
    chosen = choose_questions(explainer, asked_blocks(explainer) | {line})
    assert [one.text for one in chosen.entries][1] == "Each eddy pulls a little."
    assert len(chosen.entries) == len(explainer.entries) + 1
    (placed,) = [one for one in chosen.placements if one.block == line]
    assert (placed.place, placed.rule) == ("question 2", CHOSEN)


def test_a_question_taken_back_is_a_heading_in_the_answer_before() -> None:
    explainer = converted()
    line = block_of(explainer, "Is the humming")
    chosen = choose_questions(explainer, asked_blocks(explainer) - {line})
    text = write_explainer(chosen)
    assert "\n### Is the humming dangerous?\n" in text
    assert "## Is" not in text.replace("### Is", "")


def test_without_questions_it_is_a_draft() -> None:
    chosen = choose_questions(converted(), ())
    assert chosen.front.draft
    assert chosen.entries == ()


@given(st.data())
def test_any_choice_reads_back_equal(data: st.DataObject) -> None:
    explainer = converted()
    asked = data.draw(st.sets(st.sampled_from(sorted(askable_blocks(explainer)))))
    chosen = choose_questions(explainer, asked)
    prove_text(chosen, write_explainer(chosen), "bridges.txt")
    assert asked_blocks(chosen) == asked
    assert [one.text for one in chosen.placements] == [one.text for one in explainer.placements]
