"""Pure comparison of answers: what stands out, never a score."""
