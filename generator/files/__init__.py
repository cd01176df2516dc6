"""Reading a site's source folders and publishing its output tree: the program's way to the disk."""

from generator.files.creating import FileFacts
from generator.files.inplace import InPlace
from generator.files.lock import claimed
from generator.files.output import (
    MANIFEST,
    check_output,
    manifest_digest,
    place_problem,
    stands,
)
from generator.files.places import Placed, Places
from generator.files.reading import Scan, SourceFile, read_bytes, read_text, scan
from generator.files.single import write_atomically, write_new
from generator.files.stage import Published, Stage, has_litter, publishing

__all__ = [
    "MANIFEST",
    "FileFacts",
    "InPlace",
    "Placed",
    "Places",
    "Published",
    "Scan",
    "SourceFile",
    "Stage",
    "check_output",
    "claimed",
    "has_litter",
    "manifest_digest",
    "place_problem",
    "publishing",
    "read_bytes",
    "read_text",
    "scan",
    "stands",
    "write_atomically",
    "write_new",
]
