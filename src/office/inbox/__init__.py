"""The inbox (待办): what waits for this officer, by due date, with a light."""
