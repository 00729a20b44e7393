"""Moderation: the queue, rejections, reports and appeals, merging, splitting and moving."""
