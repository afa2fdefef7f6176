"""Readers: what turns the bytes of a file, of whatever format, into text to examine."""
