"""Notices: what somebody at work should know and can wait, each for one reader; not alerts."""
