"""Groups: which chat belongs to whom, its status message, and what is said there before it is kept."""
