"""Instruments: the words of the tool and their meaning."""
