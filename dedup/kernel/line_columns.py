"""Names of what is known of a line: the columns of the line table, and the kinds of its first and last character.

The table is int32[COLUMNS, lines], one row of memory a column: one thing of all lines is read in one stretch.
"""

# Columns of the line table, int32 each. Offsets are code points of the row's text; byte offsets are relative to it too.
(
    ROW, START, END, BYTE_START, BYTE_END, GAP, TOKEN, TOKENS, STOPS, CAPITALISED, ALL_CAPS, DIGITS, LETTERS, UPPER,
    SYMBOLS, COMMAS, FIRST, LAST, CLOSED, ENDS, WIDE, MARKS, CUES, DASH, LINES,
) = range(25)  # fmt: skip
COLUMNS = 25

# Kinds of a line's first character.
(
    FIRST_OTHER, FIRST_UPPER, FIRST_LOWER, FIRST_DIGIT, FIRST_QUOTE, FIRST_BULLET, FIRST_BRACKET, FIRST_WIDE,
    FIRST_UNCASED,
) = range(9)  # fmt: skip
# Kinds of a line's last character, closing quotes and brackets aside.
LAST_OTHER, LAST_STOP, LAST_COLON, LAST_COMMA, LAST_ELLIPSIS, LAST_ASK = range(6)
