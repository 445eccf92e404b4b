"""日历订阅: bookings as calendar programs read them (RFC 5545), under an address that holds its own key."""
