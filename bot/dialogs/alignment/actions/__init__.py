"""What changes in phase 2."""
