"""What people read about a class: tables from records."""
