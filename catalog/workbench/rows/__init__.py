"""What arrives, row by row: deliveries, statements, drafts, and the policy that judges them."""
