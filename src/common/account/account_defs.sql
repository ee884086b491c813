-- Pieces that every slice's statements may use.
-- Needs the parameters :me (c->actor->id) and :everywhere (c->actor->everywhere).
-- The same question as account_sees(); a property test compares the two.

--: define reaches(u)
(:everywhere = 1 OR EXISTS (
    SELECT 1 FROM account_role ar JOIN unit_reach ur ON ur.above = ar.unit
     WHERE ar.account = :me AND ar.until_at = 0 AND ur.unit = u));
