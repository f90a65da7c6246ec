"""What changes in a session."""
