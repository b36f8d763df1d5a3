"""Against abuse: limits, traps, tokens, refusals."""
