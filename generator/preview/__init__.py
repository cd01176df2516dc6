"""The live preview: builds at every save, serves what was built, and tells the browser."""

from generator.preview.run import Options, preview
from generator.preview.session import Teller

__all__ = ["Options", "Teller", "preview"]
