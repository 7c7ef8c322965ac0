-- Corrections whose wording is no longer in force, or was never found: a person should decide again.
-- asset: answers
-- severity: warn

SELECT
    c.span,
    c.subject,
    c.label,
    c.who,
    c.made_on,
    c.status
FROM corrections AS c
WHERE c.status <> 'applied'
