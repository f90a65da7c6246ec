"""Phase 1 in private: the form, the quick scan, colleagues' answers."""
