"""Charts drawn on the server: bars, one stacked bar, a timeline, a map. One description, shown on pages, as SVG and PNG."""
