"""What people do in the group during phase 2."""
