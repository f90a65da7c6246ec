"""Phase 1 for somebody without a phone: a form to print, and a colleague who enters it."""
