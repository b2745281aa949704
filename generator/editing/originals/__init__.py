"""Official documents as they are issued (PDF, Word, HTML, tables) → the texts that `verify` reads."""
