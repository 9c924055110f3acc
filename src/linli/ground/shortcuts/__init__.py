"""What people look for again and again, kept under a name of their own."""
