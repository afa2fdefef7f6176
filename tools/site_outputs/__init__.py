"""What one takes away of the built site: an archive, a PDF, an EPUB; and a server to look at it.

Everything here reads the built site and nothing of how it was built: pages are HTML files, the
text of a page is its ``<article>``, and the order of pages is that of ``_toc.yml``.
"""
