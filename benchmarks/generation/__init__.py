"""How fast rows are made: ours, a floor, three peers, side by side in one run (`make bench`)."""
