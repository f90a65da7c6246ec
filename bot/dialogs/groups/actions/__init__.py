"""Binding groups, who reads along through another door, and who leads in one."""
