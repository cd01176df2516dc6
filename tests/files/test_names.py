"""Portable names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.files.names import name_key, name_problem, path_problem, shown


@pytest.mark.parametrize(
    "path",
    ["index.html", "pact/index.html", ".nojekyll", "CNAME", "über/ü.html", "contact/com10.txt"],
)
def test_usual_paths_are_fine(path: str) -> None:
    assert path_problem(path) == ""


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("", "holds an empty part"),
        ("/a", "is absolute"),
        ("a//b", "holds an empty part"),
        ("a/", "holds an empty part"),
        ("a/../b", "holds the part `..`"),
        ("./a", "holds the part `.`"),
        ("a\\..\\b", "holds `\\`, which not every system allows"),
        ("C:a", "holds `:`, which not every system allows"),
        ("a\0b", "holds a control character"),
        ("a\nb", "holds a control character"),
        ("a\x85b", "holds a control character"),
        ("a\ud800", "is not valid UTF-8"),
        ("é" * 121, "holds a name of 242 bytes; at most 240 are allowed"),
        ("/".join(["abc"] * 300), "is longer than 1000 bytes"),
        ("a. /b", "holds a name that ends in a dot or a space"),
        ("a/con", "holds the name `con`, which Windows keeps for a device"),
        ("nul.tar.gz", "holds the name `nul.tar.gz`, which Windows keeps for a device"),
        ("COM¹/a", "holds the name `COM¹`, which Windows keeps for a device"),
    ],
)
def test_unsafe_paths_are_told_why(path: str, problem: str) -> None:
    assert path_problem(path) == problem


@given(st.text(st.characters(codec="utf-8"), max_size=12))
def test_a_name_is_fine_as_a_path_exactly_when_it_is_one_as_a_name(name: str) -> None:
    if "/" not in name:
        assert path_problem(name) == name_problem(name)
    else:
        assert name_problem(name)


@given(st.text(max_size=20))
def test_what_is_shown_can_be_printed(name: str) -> None:
    assert shown(name).isprintable()
    shown(name).encode()


@given(st.text(max_size=20))
def test_names_that_differ_in_case_have_one_key(name: str) -> None:
    assert name_key(name) == name_key(name.casefold())
