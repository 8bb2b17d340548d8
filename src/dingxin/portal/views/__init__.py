"""Views of the public pages, one module a page; the JSON of the sealing page in ``api``."""
