from __future__ import annotations

import pickle
import sys
import zoneinfo
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import load_config, load_zone
from generator.config.models import WrittenConfig
from generator.diagnostics import GeneratorError
from generator.model import Config, NavItem, Paths


def codes(yaml: str) -> list[str]:
    with pytest.raises(GeneratorError) as failure:
        load_config(f"title: T\n{yaml}\n")
    return [one.code for one in failure.value.diagnostics]


def test_one_line_is_a_whole_configuration() -> None:
    assert load_config("title: The harbour") == Config("The harbour")


def test_all_keys_are_read() -> None:
    text = """
title: The harbour
url: https://example.org/harbour
lang: de-ch
timezone: Europe/Zurich
description: Plain answers from the sea.
author: Harbour office
licence: CC BY 4.0
theme: coast
tokens:
  accent: "#0a7"
  --line-height: 1.50
  font: '"Gill Sans", sans-serif'
nav:
  - Home: ""
  - About: /about/
  - title: Feed
    path: https://example.org/feed.xml
    titles: {de: Abo, pt-br: Novidades}
  - Latest: questions/#new
paths:
  tags: themen
  page: seite
page_size: 5
feed_size: 50
search: false
cname: WWW.Example.org
extra:
  since: 1984
  motto: "yes"
"""
    assert load_config(text) == Config(
        title="The harbour",
        url="https://example.org/harbour/",
        lang="de-CH",
        timezone="Europe/Zurich",
        description="Plain answers from the sea.",
        author="Harbour office",
        licence="CC BY 4.0",
        theme="coast",
        tokens={"accent": "#0a7", "line-height": "1.50", "font": '"Gill Sans", sans-serif'},
        nav=(
            NavItem("Home", ""),
            NavItem("About", "about/"),
            NavItem("Feed", "https://example.org/feed.xml", {"de": "Abo", "pt-BR": "Novidades"}),
            NavItem("Latest", "questions/#new"),
        ),
        paths=Paths(tags="themen", page="seite"),
        page_size=5,
        feed_size=50,
        search=False,
        cname="www.example.org",
        extra={"since": "1984", "motto": "yes"},
    )


def test_a_configuration_reaches_another_process() -> None:
    config = load_config("title: T\ntokens: {accent: red}\nnav: [{About: about/}]")
    assert pickle.loads(pickle.dumps(config)) == config


@pytest.mark.parametrize(
    "url",
    ["example.org", "ftp://example.org/", "https://", "https:///a", "https://a.org/?a=b",
     "https://a.org/?", "https://a.org/#b", "https://a b.org/", "https://u:p@a.org/",
     "https://a.org:99999/", "https://[::1", "javascript:alert(1)", "https://a.org/\\b"],
)  # fmt: skip
def test_an_address_that_a_site_cannot_have_is_refused(url: str) -> None:
    assert codes(f"url: '{url}'") == ["bad-address"]


@pytest.mark.parametrize(
    "url", ["http://localhost:8000/", "https://example.org/", "https://bücher.example/a/b/"]
)
def test_an_address_ends_in_one_slash(url: str) -> None:
    assert load_config(f"title: T\nurl: {url}").url == url
    assert load_config(f"title: T\nurl: {url.rstrip('/')}").url == url
    assert load_config(f"title: T\nurl: {url}//").url == url


@pytest.mark.parametrize(
    "value",
    ["a; color: b", "a}", "{", "<b", "a>b", "url(a)", "URL (a)", "image-set('a')", "src(a)",
     "u\\72l(a)", "@import", "/* a", "a */", "(a", "'a", "[a", "a !important", "expression(a)"],
)  # fmt: skip
def test_a_token_cannot_leave_its_declaration_nor_fetch_anything(value: str) -> None:
    quoted = value.replace("'", "''")
    assert codes(f"tokens: {{a: '{quoted}'}}") == ["bad-token"]


@pytest.mark.parametrize("name", ["a_b", "a b", "1a", "a--b", "a-", "", "ä", "a;b"])
def test_a_token_has_a_name_of_letters_digits_and_hyphens(name: str) -> None:
    assert codes(f"tokens: {{'{name}': red}}") == ["bad-token"]


@pytest.mark.parametrize(
    "value",
    ["#0a7", "1.2rem", "clamp(1rem, 2vw, 2rem)", "rgb(0 0 0 / 50%)", "Georgia, 'Gill Sans'"],
)
def test_a_token_takes_an_ordinary_css_value(value: str) -> None:
    assert load_config(f'title: T\ntokens: {{a: "{value}"}}').tokens == {"a": value}


@pytest.mark.parametrize("path", ["../a", "a/../../b", "%2e%2e/a", "a\\b", "a?b=c"])
def test_navigation_cannot_lead_out_of_the_site_by_a_path(path: str) -> None:
    assert codes(f"nav: [{{A: '{path}'}}]") == ["unsafe-path"]


def test_a_title_of_the_navigation_is_in_a_language() -> None:
    assert codes("nav: [{title: A, path: a/, titles: {german: B}}]") == ["bad-language"]


@pytest.mark.parametrize("path", ["javascript:alert(1)", "//example.org/a", "data:text/html,a"])
def test_navigation_cannot_lead_to_what_is_no_page(path: str) -> None:
    assert codes(f"nav: [{{A: '{path}'}}]") == ["bad-address"]


@pytest.mark.parametrize("path", ["a/b", "..", "", "a b", "con", "a.b"])
def test_a_path_of_the_sites_own_pages_is_one_word(path: str) -> None:
    assert codes(f"paths: {{tags: '{path}'}}") == ["bad-path"]


def test_paths_that_differ_in_case_only_are_the_same() -> None:
    assert codes("paths: {tags: Search}") == ["same-path"]


@pytest.mark.parametrize(
    "cname",
    ["https://example.org", "example", "a b.org", "-a.org", "a..org", "a/b.org", "a" * 64 + ".org"],
)
def test_a_domain_that_is_none_is_refused(cname: str) -> None:
    assert codes(f"cname: {cname}") == ["bad-domain"]


def test_all_problems_come_in_one_run() -> None:
    with pytest.raises(GeneratorError) as failure:
        load_config(
            "titel: T\nlicnce: x\nurl: example.org\ntimezone: Mars/Base\nlang: no: yes\nsearch: 1"
        )
    assert {one.code for one in failure.value.diagnostics} == {
        "unknown-key",
        "bad-address",
        "unknown-timezone",
        "yaml-colon",
        "bad-language",
        "wrong-type",
    }


@pytest.mark.parametrize(
    "name", ["Europe", "../../etc/passwd", "/etc/passwd", "", "\x00", "a" * 5000, "é"]
)
def test_a_zone_is_found_or_refused_but_nothing_else(name: str) -> None:
    if not name:
        assert load_zone(name) is UTC
        return
    with pytest.raises(GeneratorError) as failure:
        load_zone(name)
    assert [one.code for one in failure.value.diagnostics] == ["unknown-timezone"]


def test_a_zone_is_one_of_the_database() -> None:
    assert load_zone("Europe/Zurich") == ZoneInfo("Europe/Zurich")


@pytest.fixture
def no_zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer without any database of time zones, nor the package that brings one."""
    monkeypatch.setitem(sys.modules, "tzdata", None)
    paths = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(to=paths)


@pytest.mark.usefixtures("no_zones")
def test_without_a_database_of_zones_the_message_says_how_to_get_one() -> None:
    with pytest.raises(GeneratorError) as failure:
        load_config("title: T\ntimezone: Europe/Zurich")
    (found,) = failure.value.diagnostics
    assert found.code == "no-timezone-data"
    assert found.hint == "run `pip install tzdata`"
    assert found.span is not None
    assert found.span.line == 2
    assert failure.value.status == 2


@pytest.mark.usefixtures("no_zones")
def test_utc_needs_no_database_of_zones() -> None:
    assert load_config("title: T").timezone == "UTC"
    assert load_zone("UTC") is UTC


@given(st.text())
def test_no_text_makes_loading_fail_otherwise_than_by_diagnostics(text: str) -> None:
    # Looking for the zone meant reads the whole database, once a text.
    keys = [key for key in WrittenConfig.model_fields if key != "timezone"]
    for yaml in (text, "".join(f"{key}: {text}\n" for key in keys)):
        with suppress(GeneratorError):
            load_config(yaml)


def test_the_model_has_a_schema_for_editors() -> None:
    schema = WrittenConfig.model_json_schema()
    assert all(one.get("description") for one in schema["properties"].values())
    assert schema["required"] == ["title"]
