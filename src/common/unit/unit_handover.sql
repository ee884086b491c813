--: sealed unit_choice(unit int) -> successor int, account int, at_ms int, reason text

--: maybe unit_handover_chosen(unit int) -> successor int, account int, at_ms int, reason text
SELECT successor, account, at_ms, reason FROM unit_choice WHERE unit = :unit;

--: run unit_handover_choose(unit int, successor int, account int, at_ms int, reason text)
INSERT INTO unit_choice (unit, successor, account, at_ms, reason)
VALUES (:unit, :successor, :account, :at_ms, :reason)
ON CONFLICT (unit) DO UPDATE SET successor = excluded.successor, account = excluded.account,
       at_ms = excluded.at_ms, reason = excluded.reason;
