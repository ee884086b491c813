-- Roles and homes at units that have ended.

--: rows account_pass_units(day int) -> unit int
SELECT r.unit FROM account_role r JOIN unit u ON u.id = r.unit
 WHERE r.until_at = 0 AND u.until <> 0 AND u.until <= :day
UNION
SELECT a.unit FROM account a JOIN unit u ON u.id = a.unit WHERE u.until <> 0 AND u.until <= :day;

--: rows account_pass_roles(unit int, after int, page int) -> id int
SELECT id FROM account_role WHERE unit = :unit AND until_at = 0 AND id > :after
 ORDER BY id LIMIT :page;

--: rows account_pass_homes(unit int, after int, page int) -> like account_pass_roles
SELECT id FROM account WHERE unit = :unit AND id > :after ORDER BY id LIMIT :page;

--: maybe account_pass_role(id int) -> account int, unit int, role text, since_at int, until_at int
SELECT account, unit, role, since_at, until_at FROM account_role WHERE id = :id;

--: maybe account_pass_has(account int, unit int, role text) -> id int
SELECT id FROM account_role
 WHERE account = :account AND unit = :unit AND role = :role AND until_at = 0;

--: touch account_pass_end(id int, at int, by_account int)
UPDATE account_role SET until_at = :at, until_by = :by_account WHERE id = :id AND until_at = 0;

--: run account_pass_begin(id int, account int, unit int, role text, at int, by_account int)
INSERT INTO account_role (id, account, unit, role, since_at, since_by, until_at, until_by)
VALUES (:id, :account, :unit, :role, :at, :by_account, 0, 0);

--: touch account_pass_home(id int, was int, unit int)
UPDATE account SET unit = :unit, version = version + 1 WHERE id = :id AND unit = :was;
