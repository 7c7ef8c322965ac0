"""When things run, and on what: nothing here knows what a policy is."""
