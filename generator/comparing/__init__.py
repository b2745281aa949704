"""What changed: between two trees, and over the whole history."""
