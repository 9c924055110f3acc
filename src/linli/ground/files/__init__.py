"""Files: photos without metadata, kept under the hash of their contents."""
