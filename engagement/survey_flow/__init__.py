"""The journey that every audience shares: it asks its Audience, and never names one."""
