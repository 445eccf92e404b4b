"""日历订阅: addresses under which an officer's own calendar program reads bookings, made and revoked here."""
