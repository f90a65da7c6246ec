"""What the talks of phase 1 may know, and what was handed in."""
