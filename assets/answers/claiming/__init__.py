"""Claims that others make about platforms, checked against what the platforms' documents say and said."""
