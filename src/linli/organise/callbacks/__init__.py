"""Call-back 回访: asking reporters whether it helped, never by whoever did the work."""
