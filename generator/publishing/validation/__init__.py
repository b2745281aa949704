"""Every package is validated by a program that is not ours, frictionless, before it is published."""
