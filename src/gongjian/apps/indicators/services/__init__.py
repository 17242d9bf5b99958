"""What changes in indicators."""

from gongjian.apps.indicators.services.base_values import BaseValueSpec, save_base_value
from gongjian.apps.indicators.services.export import export_rows

__all__ = ["BaseValueSpec", "export_rows", "save_base_value"]
