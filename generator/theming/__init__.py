"""What `explainer theme` does: begin a theme, take a file of one over, try one out."""

from generator.theming.check import Checked, check_theme
from generator.theming.start import eject, new_theme

__all__ = ["Checked", "check_theme", "eject", "new_theme"]
