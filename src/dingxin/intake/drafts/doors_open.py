"""Which doors keep drafts, and the address of each (its form, which takes ``?draft=``)."""

DOORS: dict[str, str] = {
    "visit": "intake_visit:record",
}
