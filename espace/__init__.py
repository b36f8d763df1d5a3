"""The space of the member territories: submit, follow, amend, take up."""
