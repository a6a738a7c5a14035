"""What happens, told as it happens to whoever keeps listening."""
