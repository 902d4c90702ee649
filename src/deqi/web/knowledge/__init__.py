"""The records that everything rests on, and the clinicians who stand for them."""
