"""`/api/v1/`: what people, programs and devices tell, and what becomes of it, for accounts."""
