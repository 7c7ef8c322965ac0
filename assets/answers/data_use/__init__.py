"""How data is used for a purpose, such as training models: who does what to whose data, and on what condition."""
