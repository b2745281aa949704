"""Citations held against the archived texts."""
