/** The static page of coming back: the digits never leave it. */
