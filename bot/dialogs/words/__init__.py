"""What became of somebody's own words, for their eyes alone."""
