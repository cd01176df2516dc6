"""The JSON Schemas say of real files what the program says."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.frontmatter import split
from generator.schemas import schemas
from tests.conftest import ROOT, Run

SCHEMAS = {name: json.loads(text) for name, text in schemas().items()}


def problems(name: str, text: str) -> list[str]:
    # The base loader keeps dates and numbers as text, as the readers of editors do.
    found = jsonschema.Draft7Validator(SCHEMAS[name]).iter_errors(yaml.load(text, yaml.BaseLoader))
    return [one.message for one in found]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])
    owner = SCHEMAS[name]
    entries = {"ledger": "WrittenEntry", "authors": "WrittenAuthor", "glossary": "WrittenTerm"}
    if name.removesuffix(".json") in entries:
        owner = owner["definitions"][entries[name.removesuffix(".json")]]
    assert all(one.get("description") for one in owner["properties"].values())


def test_the_demo_fits_the_schemas() -> None:
    # Switches are no text, and the base loader does not know them.
    without = partial(re.sub, r"(?m)^\w+: true\n", "")
    assert problems("site.json", without((ROOT / "site.yml").read_text(encoding="utf-8"))) == []
    for file in (ROOT / "content").glob("*.md"):
        front = without(split(file.read_text(encoding="utf-8"))[0] or "")
        assert problems("front-matter.json", front) == [], file


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("site.json", "titel: Typo"),
        ("site.json", "title: T\npaths: tags"),
        ("site.json", "title: T\nnav: [{a: b, c: d}]"),
        ("front-matter.json", "title: T\nkind: story"),
        ("front-matter.json", "title: T\nimage: {alt: no source}"),
        ("question.json", "ident: a"),
        ("ledger.json", "a: {text: T}"),
        ("ledger.json", "a: {text: T, first: 2025-01-01, hsah: ff}"),
    ],
)
def test_what_the_program_refuses_does_not_fit(name: str, text: str) -> None:
    assert problems(name, text)


def test_a_ledger_fits_its_schema(run: Run, site: Path) -> None:
    assert run("ids", cwd=site).returncode == 0
    for file in (site / "ledger").iterdir():
        assert problems("ledger.json", file.read_text(encoding="utf-8")) == []


def test_short_forms_and_numbers_fit() -> None:
    assert problems("site.json", "title: T\nnav: [About: about/]") == []
    short = "title: 1984\nsource: dpa\nimage: map.png\ntags: sea, moon\nsummary: one"
    assert problems("front-matter.json", short) == []
    number = json.loads('{"title": 1984}')
    assert jsonschema.Draft7Validator(SCHEMAS["front-matter.json"]).is_valid(number)


def test_the_command_prints_and_writes_them(run: Run, tmp_path: Path) -> None:
    assert run("schema").stdout.split() == [one.removesuffix(".json") for one in SCHEMAS]
    assert run("schema", "site").stdout == schemas()["site.json"]
    assert run("schema", "--write", tmp_path / "new").returncode == 0
    assert (tmp_path / "new" / "site.json").read_text(encoding="utf-8") == schemas()["site.json"]
    assert "there is no schema `sight`" in run("schema", "sight").stderr


def test_the_lists_of_a_site_may_use_the_short_form() -> None:
    for name in ("glossary.json", "authors.json"):
        check = jsonschema.Draft7Validator(SCHEMAS[name])
        assert check.is_valid({"sea": "The sea"})
        assert not check.is_valid({"sea": {"nonsense": "The sea"}})
