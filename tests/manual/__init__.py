"""Makes the pictures of the manual by playing the example, and tests that the manual is true."""
