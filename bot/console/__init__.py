"""Plays any dialog in a terminal."""
