"""What we write, and when: invitations, reminder waves and acknowledgements."""
