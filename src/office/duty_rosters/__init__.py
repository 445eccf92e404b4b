"""值班表: a department's month of duty, composed in turn, published and counted, for those who keep it."""
