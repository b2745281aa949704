"""What was computed, in words."""
