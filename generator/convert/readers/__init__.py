"""The table of readers: one a format, each turning bytes into the one block stream.

`decode.sniff` names the format of an article by its content; the name is the key here. A new
format is one module and one row (and its mark in `sniff`). Readers are imported when they are
needed, because each parser costs start-up time.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from generator.convert.blocks import Reader

READERS: Mapping[str, str] = {
    "text": "generator.convert.readers.text:read",
    "markdown": "generator.convert.readers.markdown:read",
    "html": "generator.convert.readers.html:read",
    "docx": "generator.convert.readers.docx:read",
    "dpa": "generator.convert.readers.dpa:read",
    "ninjs": "generator.convert.readers.ninjs:read",
    "newsml-g2": "generator.convert.readers.newsml_g2:read",
    "nitf": "generator.convert.readers.nitf:read",
    "newsml-1": "generator.convert.readers.newsml_1:read",
    "iptc-7901": "generator.convert.readers.iptc_7901:read",
    "anpa": "generator.convert.readers.anpa:read",
}


def reader_for(format_name: str) -> Reader:
    """The reader of a format named by `decode.sniff`."""
    module, _, function = READERS[format_name].partition(":")
    reader: Reader = getattr(import_module(module), function)
    return reader
