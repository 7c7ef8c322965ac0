"""Clauses of platforms that do not exist."""

KEEPING = (
    "When you close your account we delete your messages, drawings and voice notes within forty days, unless a law that "
    "binds us asks that some of them be stored for longer."
)
KEEPING_ADAPTED = (
    "When you close your account we delete your messages, pictures and voice notes within ninety days, unless a law that "
    "binds us asks that some of them be stored for longer."
)
KEEPING_ADAPTED_AGAIN = (
    "When you leave for good we delete your messages, pictures and films within ninety days, except where a law that "
    "binds us asks that some of them be stored for longer than that."
)
COURTS = (
    "Whoever has a quarrel with us brings it before the court of the town in which we have our seat, and both of us "
    "accept what that court decides about it in the end."
)
OTHER = (
    "Our gardeners water the beds on the roof every morning, and visitors may look at the tomatoes from the gallery "
    "while the kitchen prepares breakfast for the early shift."
)
OTHER_LONG = " ".join([OTHER, OTHER.replace("gardeners", "cooks").replace("beds", "ovens")])
BOILERPLATE = (
    "All copyright in the pictures, the drawings and the texts on these pages rests with the people named below them, "
    "and nobody else has any of it at all."
)
