--: maybe unit_apply_holder(system text, code text, day int) -> unit int
SELECT unit FROM unit_code
 WHERE system = :system AND code = :code AND since <= :day AND (until = 0 OR until > :day)
 LIMIT 1;
