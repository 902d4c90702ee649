"""The statistics of the evidence room, against witnesses and against themselves."""
