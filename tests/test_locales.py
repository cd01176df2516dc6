"""Dates, directions and interface words by language."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator import yamltext
from generator.locales import direction, language_name, written_date
from generator.wording import languages

DAY = datetime(2025, 3, 1, 23, 30, tzinfo=UTC)
STRINGS = Path(__file__).parent.parent / "generator" / "strings"


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", "1 March 2025"),
        ("en-US", "March 1, 2025"),
        ("de-CH", "1. März 2025"),
        ("fr", "1 mars 2025"),
        ("it", "1 marzo 2025"),
        ("es", "1 de marzo de 2025"),
        ("ar", "1 مارس 2025"),
        ("ja", "2025年3月1日"),
        ("de-x-unknown", "1. März 2025"),
        ("tlh", "1 March 2025"),
    ],
)
def test_a_date_is_written_as_its_readers_do(lang: str, written: str) -> None:
    assert written_date(DAY, lang) == written


def test_languages_have_a_name_and_a_direction() -> None:
    assert language_name("de", "de") == "Deutsch"
    assert language_name("de", "fr") == "Allemand"
    assert language_name("tlh", "en") == "tlh"
    assert [direction(one) for one in ("ar", "fa", "he", "de", "tlh")] == [
        *("rtl", "rtl", "rtl", "ltr", "ltr")
    ]


@pytest.mark.parametrize("lang", sorted({"en", "de", "fr", "it", "es", "ar"}))
def test_interface_words_are_complete(lang: str) -> None:
    def words(name: str) -> dict[str, str]:
        text = (STRINGS / f"{name}.yml").read_text(encoding="utf-8")
        return dict(yamltext.parse_yaml(text, name).data)

    assert lang in languages()
    own, english = words(lang), words("en")
    assert own.keys() == english.keys()
    for key, word in own.items():
        assert str(word).strip(), key
        places = set(re.findall(r"{(\w+)}", str(english[key])))
        assert set(re.findall(r"{(\w+)}", str(word))) == places, key
