"""The ledger with its standings → downloads, charts, pages, the finished site."""
