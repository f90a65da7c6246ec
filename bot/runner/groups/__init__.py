"""What happens in groups: binding them, their status message, and boards. Everybody in a group reads along."""
