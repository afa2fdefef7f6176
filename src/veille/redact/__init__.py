"""Redaction: a volunteer's note, on their own machine, made safe enough to be read again."""
