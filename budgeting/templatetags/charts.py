"""Measures of the bar chart drawn on the server."""

from collections.abc import Sized

from django import template

register = template.Library()
ROW_HEIGHT = 46


@register.filter
def row_top(index: int) -> int:
    return index * ROW_HEIGHT


@register.filter
def chart_height(bars: Sized) -> int:
    return len(bars) * ROW_HEIGHT
