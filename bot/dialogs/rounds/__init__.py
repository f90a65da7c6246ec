"""Rounds: opening, going from phase to phase, reminding of what is owed, closing."""
