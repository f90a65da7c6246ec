"""What a button or link in private leads to: one's own part of phase 2, and leading it."""
