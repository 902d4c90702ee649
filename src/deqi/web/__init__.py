"""Shows pages; decides nothing, and reaches records only through operations."""
