"""What people may write in `glossary.yml` and `authors.yml`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, RootModel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from generator.yamltext.fields import Address, Anchor, Text, Texts, Written


def _explained(value: Any) -> Any:
    """`nato: An alliance of …` is short for `nato: {text: …}`."""
    return {"text": value} if isinstance(value, str) else value


def _named(value: Any) -> Any:
    """`world-desk: World desk` is short for `world-desk: {name: …}`."""
    return {"name": value} if isinstance(value, str) else value


class _OrText:
    """Says in the schema for editors that the short form is right, too."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(core_schema)]}


class WrittenTerm(Written):
    """A term and what it means."""

    term: Text = Field("", description="The term as it is written; by default its id.")
    text: Text = Field(description="What it means, in a sentence or two.")
    also: Texts = Field((), description="Other names that links may use.")


class WrittenAuthor(Written):
    """A person or a desk that writes."""

    name: Text = Field(description="The name as readers see it.")
    role: Text = Field("", description="What they do: `World desk`.")
    text: Text = Field("", description="A few sentences about them.")
    url: Address = Field("", description="Their own page elsewhere.")
    also: Texts = Field((), description="Other names under which `authors` lists them.")


_Term = Annotated[WrittenTerm, BeforeValidator(_explained), _OrText()]
_Author = Annotated[WrittenAuthor, BeforeValidator(_named), _OrText()]


class WrittenGlossary(RootModel[dict[Anchor, _Term]]):
    """The whole of `glossary.yml`: terms by their ids."""


class WrittenAuthors(RootModel[dict[Anchor, _Author]]):
    """The whole of `authors.yml`: authors by their ids, which become their addresses."""
