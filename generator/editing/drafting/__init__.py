"""An archived text → what a keeper would have to type for it: a draft for people to read, never a part of the record."""
