"""Explainer: from a raw article to a searchable site of questions and answers."""

__version__ = "0.1.0"
