"""Binding groups, and who leads in one."""
