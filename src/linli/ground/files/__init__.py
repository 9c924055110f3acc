"""Files: photos and voice messages without metadata, kept under the hash of their contents."""
