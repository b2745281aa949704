"""What everything else speaks in: codes, the ledger, values, printed figures, ids, problems, words, numbers."""
