"""The page types."""

from cms.models.home import HomePage
from cms.models.municipal import MunicipalityPage

__all__ = ["HomePage", "MunicipalityPage"]
