"""What builds, checks and drives Linli from outside; not packaged."""
