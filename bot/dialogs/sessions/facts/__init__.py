"""What is read of sessions."""
