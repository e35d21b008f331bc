"""Codings of QDA programs: read, placed in our transcripts, and written again."""
