"""Pages of sessions, in private: beginning one in a group, writing an answer, and the result."""
