"""How promises stand and which figures disagree: pure functions of the ledger and a day."""
