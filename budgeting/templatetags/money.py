"""Money in templates."""

from django import template

from budgeting.money import show_money

register = template.Library()
register.filter("money", show_money)
