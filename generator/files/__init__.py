"""Reading a site's source folders and publishing its output tree: the program's way to the disk.

What makes and changes whole trees is in `stage`, `inplace` and `places`: most commands need none.
"""

from generator.files.creating import FileFacts
from generator.files.lock import claimed
from generator.files.output import (
    MANIFEST,
    Folders,
    check_output,
    has_litter,
    manifest_digest,
    place_problem,
    stands,
)
from generator.files.reading import Scan, SourceFile, read_bytes, read_text, scan
from generator.files.single import write_atomically, write_new

__all__ = [
    "MANIFEST",
    "FileFacts",
    "Folders",
    "Scan",
    "SourceFile",
    "check_output",
    "claimed",
    "has_litter",
    "manifest_digest",
    "place_problem",
    "read_bytes",
    "read_text",
    "scan",
    "stands",
    "write_atomically",
    "write_new",
]
