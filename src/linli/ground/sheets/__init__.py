"""Spreadsheets as people have them: read with every fault by row and column, written safely."""
