"""What a page's body is made of."""

from cms.blocks.body import Body

BODY = Body

__all__ = ["BODY"]
