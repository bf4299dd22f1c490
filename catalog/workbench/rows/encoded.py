"""What rows state, as it is stored: JSON with keys in order."""

import msgspec

encode = msgspec.json.Encoder(order="sorted").encode
decode = msgspec.json.Decoder().decode
