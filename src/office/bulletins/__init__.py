"""督查通报: the bulletin of each week and month, composed by the clock, ready to be reviewed and signed."""
