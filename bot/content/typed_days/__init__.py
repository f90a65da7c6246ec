"""A small grammar of the days that Dutch people type."""
