"""What supervision writes: `writing` by a leader's hand, `escalating` by the ladder."""

from linli.organise.supervision.actions.writing import supervise

__all__ = ["supervise"]
