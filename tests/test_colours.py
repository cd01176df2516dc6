"""Colours and their contrast; the figures are those of the specifications' own examples."""

from __future__ import annotations

import pytest

from generator.colours import contrast, in_scheme, parse_colour


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("#f00", (1, 0, 0)),
        ("#FF0000", (1, 0, 0)),
        ("white", (1, 1, 1)),
        ("rgb(255 0 0)", (1, 0, 0)),
        ("rgb(100%, 0%, 0%)", (1, 0, 0)),
        ("hsl(120deg 100% 25%)", (0, 0.5, 0)),
        ("oklch(62.8% 0.2577 29.23)", (1, 0, 0)),
        ("oklch(51.975% 0.17686 142.495)", (0, 0.502, 0)),
        ("oklab(100% 0 0)", (1, 1, 1)),
    ],
)
def test_a_colour_is_read(value: str, expected: tuple[float, float, float]) -> None:
    assert parse_colour(value) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("value", ["", "rebeccapurple", "#ff00", "rgb(1 2)", "var(--x)", "red;}"])
def test_what_is_no_plain_colour_is_none(value: str) -> None:
    assert parse_colour(value) is None


def test_contrast_is_that_of_wcag() -> None:
    black, white, grey = map(parse_colour, ("#000", "#fff", "#767676"))
    assert black is not None
    assert white is not None
    assert grey is not None
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)


def test_each_scheme_has_its_side_of_a_pair() -> None:
    pair = "light-dark(rgb(1, 2, 3), #fff)"
    assert (in_scheme(pair, "light"), in_scheme(pair, "dark")) == ("rgb(1, 2, 3)", "#fff")
    assert in_scheme(" #abc ", "dark") == "#abc"
