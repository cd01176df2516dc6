"""What a site keeps in lists of its own: `glossary.yml` and `authors.yml`."""

from __future__ import annotations

from generator.reference.reading import AUTHORS, GLOSSARY, read_authors, read_glossary

__all__ = ["AUTHORS", "GLOSSARY", "read_authors", "read_glossary"]
