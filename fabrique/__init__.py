"""La Fabrique: initiatives and their reprises."""
