"""Price cards and QR codes."""
