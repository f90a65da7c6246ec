"""What finished dialogs and pages change. Each changes what is kept, and says where to go next."""
