"""Years: the next round, what changed since the last, and the waardepolsslag between the two."""
