"""Two keys for a name: the custodian's pages, and the officer's panel and pages around them."""
