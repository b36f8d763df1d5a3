"""The pages of sign-in, and those of one's own account."""
