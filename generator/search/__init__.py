"""Search by question: postings a page, the index files, and the ranking over them.

docs/search.md tells format and ranking so that another client can be written from it; the browser's
is themes/_search/search-engine.js.
"""

from generator.search.page import index_page
from generator.search.write import SEARCH_VERSION, write_index

__all__ = ["SEARCH_VERSION", "index_page", "write_index"]
