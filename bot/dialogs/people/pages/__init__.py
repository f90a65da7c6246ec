"""What people see and do in private about taking part."""
