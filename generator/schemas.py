"""JSON Schemas of what people write, made of the models that check it: for editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

# What the YAML extensions of editors understand.
DIALECT = "http://json-schema.org/draft-07/schema#"


def schemas() -> Mapping[str, str]:
    """Each schema by its file's name, as JSON text: `site.json`, `front-matter.json` …"""
    from generator.config.models import WrittenConfig
    from generator.frontmatter.models import WrittenFrontMatter, WrittenQuestion
    from generator.ledger.models import WrittenLedger
    from generator.reference.models import WrittenAuthors, WrittenGlossary

    return {
        "authors.json": _schema(WrittenAuthors, "authors.yml of Explainer"),
        "glossary.json": _schema(WrittenGlossary, "glossary.yml of Explainer"),
        "site.json": _schema(WrittenConfig, "site.yml of Explainer"),
        "front-matter.json": _schema(WrittenFrontMatter, "Front matter of an explainer"),
        "ledger.json": _schema(WrittenLedger, "A file of ledger/"),
        "question.json": _schema(WrittenQuestion, "The comment below a question"),
    }


def _schema(model: type[BaseModel], title: str) -> str:
    found = _plain(model.model_json_schema(ref_template="#/definitions/{model}"))
    definitions = found.pop("$defs", {})
    found = {"$schema": DIALECT, "title": title, **found}
    if definitions:
        found["definitions"] = definitions
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _plain(node: Any, *, named: bool = False) -> Any:
    """The schema without the titles that pydantic makes of names; a number serves as text.

    `named`: the keys of this mapping are names that people write.
    """
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {
        key: _plain(value, named=key in ("properties", "$defs"))
        for key, value in node.items()
        if named or key not in ("title", "default")
    }
    if found.get("type") == "string" and "enum" not in found and not named:
        # `title: 1984` is read as the text that stands there.
        found["type"] = ["string", "number"]
    return found
