"""The IFOP barometer: waves, questions and figures."""
