"""What a collaboration, a round, a role and an answer are, and the rules they keep. Knows no other package."""
