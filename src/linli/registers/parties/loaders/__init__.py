"""Fill parties, posts and duties from spreadsheets."""
