"""Everything that is wrong with a site, found at once and without writing anything."""

from generator.check.report import FORMATS, write_report
from generator.check.run import Report, Request, check

__all__ = ["FORMATS", "Report", "Request", "check", "write_report"]
