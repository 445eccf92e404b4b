"""值班班次: who is on duty now, and a shift from its take-over by its log to its hand-over, for those on it."""
