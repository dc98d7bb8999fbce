"""What runs in the cage, before and beside student code. It holds no secret."""
