"""The yearly Journées, their séances, people and quotations, and the calendar."""
