"""What is accepted becomes the rows that everybody may see, producer by producer."""
