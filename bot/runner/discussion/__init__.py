"""Phase 2, led in the group of all: its questions, what is said, joint goals, minutes. Everybody may see all of it."""
