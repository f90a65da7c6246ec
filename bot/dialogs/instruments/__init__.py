"""Instruments: the word list of the tool, and further instruments (question sets) that one person answers."""
