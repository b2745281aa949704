"""Files of a tree → the ledger, or a report of what is wrong."""
