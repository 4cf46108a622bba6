"""What bench/run measures with: one module per word, and what the words share."""
