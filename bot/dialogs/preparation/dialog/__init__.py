"""The talks of phase 1."""
