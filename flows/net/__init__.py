"""One polite HTTP client: identity, rate limit, retries, allowed hosts."""
