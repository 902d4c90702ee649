"""Sessions as charted, signed and amended; adverse events; shortcuts."""
