"""Those who send: tickets, invitations, codes that can be said."""
