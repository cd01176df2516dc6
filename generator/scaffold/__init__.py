"""Beginnings: a new site folder, a new explainer, a new question."""

from generator.scaffold.pages import new_explainer, new_question
from generator.scaffold.start import start_site

__all__ = ["new_explainer", "new_question", "start_site"]
