"""Sessions at the desk: begun, charted on one screen, signed, and read again."""
