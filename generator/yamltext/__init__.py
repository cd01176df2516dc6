"""YAML as people write it: data with positions in, diagnostics out, safe scalars back.

The home of PyYAML and of what pydantic finds wrong. Nothing here knows what a document is for;
`frontmatter`, `config` and others bring a pydantic model for that.
"""

from generator.yamltext.document import Document, parse_yaml, read_yaml
from generator.yamltext.events import KeyPath
from generator.yamltext.validation import problem, validate
from generator.yamltext.writing import write_list, write_scalar

__all__ = [
    "Document",
    "KeyPath",
    "parse_yaml",
    "problem",
    "read_yaml",
    "validate",
    "write_list",
    "write_scalar",
]
