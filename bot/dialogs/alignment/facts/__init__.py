"""What is known of the conversation."""
