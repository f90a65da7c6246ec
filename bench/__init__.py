"""Measures bots against each other; nothing of the product may import this."""
