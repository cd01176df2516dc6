"""Is a reworded question known again, and is another one never taken for it?

The cases are edits of the demo's own explainers: rewordings.txt beside answers.json, which keeps
the questions and answers as they were. Add a line when the program judges wrongly.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.matching import Asked, Match, match_questions, read_sketch, sketch, write_sketch

HERE = Path(__file__).parent
ANSWERS: dict[str, dict[str, str | list[str]]] = json.loads(
    (HERE / "answers.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Case:
    is_same: bool
    old: Asked
    new: Asked
    match: Match | None

    @property
    def is_taken(self) -> bool:
        return self.match is not None and self.match.is_sure


def asked(name: str) -> Asked:
    one = ANSWERS[name]
    return Asked(str(one["text"]), sketch("\n".join(one["answer"])), name)


def edited(paragraphs: list[str], edits: str) -> str:
    """The answer after the edits, which rewordings.txt explains."""
    if edits == "=":
        return "\n".join(paragraphs)
    for edit in edits.split(" ;; "):
        verb, _, rest = edit.partition(" ")
        if verb == "drop":
            paragraphs.pop(int(rest) - 1)
        elif verb == "first":
            paragraphs = paragraphs[: int(rest)]
        elif verb == "+":
            paragraphs.append(rest)
        elif verb == "all:":
            paragraphs = [rest]
        else:
            paragraphs[int(verb.removesuffix(":")) - 1] = rest
    return "\n".join(paragraphs)


def judged(is_same: bool, old: Asked, new: Asked) -> Case:
    found = match_questions([old], [new])
    return Case(is_same, old, new, found[0] if found else None)


def written_cases() -> list[Case]:
    cases = []
    for line in (HERE / "rewordings.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        verdict, name, text, edits = line.split(" | ")
        answer = edited([*ANSWERS[name]["answer"]], edits)
        cases.append(judged(verdict == "same", asked(name), Asked(text, sketch(answer))))
    return cases


def neighbours() -> list[Case]:
    """Each question gone, and each other one of its explainer in its place."""
    return [
        judged(False, asked(one), asked(other))
        for one in ANSWERS
        for other in ANSWERS
        if one != other and one.split("/")[0] == other.split("/")[0]
    ]


def test_what_is_taken_for_the_same_question_is_the_same_and_most_are_found() -> None:
    cases = written_cases()
    assert len(cases) >= 170
    wrong = [one for one in (*cases, *neighbours()) if one.is_taken and not one.is_same]
    assert [f"{one.old.text} → {one.new.text}" for one in wrong] == []
    same = [one for one in cases if one.is_same]
    assert sum(one.is_taken for one in same) / len(same) >= 0.9
    # Whatever is not taken is asked, so that no link breaks in silence.
    assert sum(one.match is not None for one in same) / len(same) >= 0.99


def test_few_other_questions_are_asked_about() -> None:
    other = [one for one in (*written_cases(), *neighbours()) if not one.is_same]
    assert len(other) >= 600
    assert sum(one.match is not None for one in other) / len(other) <= 0.03


def test_several_questions_reworded_at_once_find_each_its_own() -> None:
    wanted = [one for one in written_cases() if one.is_same]
    tides = [one for one in wanted if one.old.id.startswith("tides/") and one.is_taken]
    old = [one.old for one in tides[:8]]
    new = [one.new for one in reversed(tides[:8])]
    found = match_questions(old, new)
    assert [(one.old, one.new) for one in sorted(found, key=lambda one: one.old)] == [
        (at, 7 - at) for at in range(8)
    ]


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_a_sketch_is_read_as_it_was_written(text: str) -> None:
    assert read_sketch(write_sketch(sketch(text))) == sketch(text)


def test_what_is_no_sketch_says_nothing() -> None:
    assert read_sketch("not a sketch!") == ()
    assert read_sketch("AgAB") == ()
