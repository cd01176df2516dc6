"""The head of a content file and the comment of a question: read, checked and written."""

from generator.frontmatter.reading import parse_front_matter, parse_question_comment, split
from generator.frontmatter.writing import write_front_matter, write_question_comment

__all__ = [
    "parse_front_matter",
    "parse_question_comment",
    "split",
    "write_front_matter",
    "write_question_comment",
]
