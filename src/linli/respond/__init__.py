"""Respond 反应力: what is wrong and who must know. Cases and alerts."""
