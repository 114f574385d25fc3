"""A list of officers as a trainer has it, CSV or XLSX, understood without a database: bytes in, rows with verdicts out."""
