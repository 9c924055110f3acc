"""The one lease primitive: claim, renew, finish, retry with back-off, park."""
