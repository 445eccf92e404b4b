"""资源: rooms, equipment, cars and drivers that officers book, and when they are free."""
