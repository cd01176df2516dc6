"""Search by question: postings a page, the index files, and the ranking over them.

docs/search.md tells format and ranking so that another client can be written from it; the browser's
is themes/_search/engine.js.

Nothing is imported here: parsing needs the stop words alone, and the writer brings numpy in.
"""
