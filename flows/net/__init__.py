"""One polite client: identity, rate limit, retries, allowed hosts."""
