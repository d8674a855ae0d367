"""Whom we may write to: contacts, their invitations, and those who asked us not to."""
