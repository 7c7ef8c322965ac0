"""The pipeline: one package a stage, in the order data flows; imports run only downwards."""
