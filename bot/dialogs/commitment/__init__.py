"""Phase 3: what each partner commits to, in private and in its own group."""
