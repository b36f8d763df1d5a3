"""Accounts: who may sign in."""
