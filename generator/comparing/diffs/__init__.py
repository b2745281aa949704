"""What a change does, for people: verdicts that turn, promises that are softened, figures, findings."""
