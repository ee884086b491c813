-- Accounts and the roles they hold.

--: sealed account(id int) -> name text, person text, lang text, unit int, hash text,
--:+ made_at int, made_by int, closed_at int, version int

--: sealed account_role(id int) -> account int, unit int, role text, since_at int, since_by int,
--:+ until_at int, until_by int

--: row account_one(id int) -> name text, person text, lang text, unit int, closed_at int,
--:+ version int, has_password int
SELECT name, person, lang, unit, closed_at, version, CASE WHEN hash = '' THEN 0 ELSE 1 END
  FROM account WHERE id = :id;

--: maybe account_named(name text) -> id int
SELECT id FROM account WHERE name = :name;

--: maybe account_person_of(id int) -> person text
SELECT person FROM account WHERE id = :id;

--: run account_insert(id int, name text, person text, folded text, lang text, unit int, hash text,
--:+ at int, by_account int)
INSERT INTO account (id, name, person, folded, lang, unit, hash, made_at, made_by, closed_at, version)
VALUES (:id, :name, :person, :folded, :lang, :unit, :hash, :at, :by_account, 0, 1);

--: rows account_roles_held(account int) -> id int, unit int, role text, since_at int
SELECT id, unit, role, since_at FROM account_role
 WHERE account = :account AND until_at = 0 ORDER BY id;

--: maybe account_role_held(account int, unit int, role text) -> id int
SELECT id FROM account_role
 WHERE account = :account AND until_at = 0 AND unit = :unit AND role = :role;

--: run account_role_insert(id int, account int, unit int, role text, at int, by_account int)
INSERT INTO account_role (id, account, unit, role, since_at, since_by, until_at, until_by)
VALUES (:id, :account, :unit, :role, :at, :by_account, 0, 0);

--: touch account_role_end(id int, at int, by_account int)
UPDATE account_role SET until_at = :at, until_by = :by_account WHERE id = :id AND until_at = 0;

--: touch account_row_update(id int, version int, person text, folded text, lang text, unit int)
UPDATE account SET person = :person, folded = :folded, lang = :lang, unit = :unit,
       version = version + 1
 WHERE id = :id AND version = :version;

--: touch account_row_close(id int, version int, at int)
UPDATE account SET closed_at = :at, version = version + 1 WHERE id = :id AND version = :version;

--: touch account_row_hash(id int, hash text)
UPDATE account SET hash = :hash, version = version + 1 WHERE id = :id;

--: touch account_row_lang(id int, lang text)
UPDATE account SET lang = :lang, version = version + 1 WHERE id = :id;

-- Open accounts that administer this unit, from here or from above.
--: row account_admins_over(unit int) -> n int
SELECT COUNT(*) FROM account_role ar
  JOIN account a ON a.id = ar.account
  JOIN unit_reach ur ON ur.above = ar.unit
 WHERE ur.unit = :unit AND ar.role = 'admin' AND ar.until_at = 0 AND a.closed_at = 0;

--: rows account_units_administered(account int) -> unit int
SELECT unit FROM account_role WHERE account = :account AND role = 'admin' AND until_at = 0;

-- Roles at units or of people that are not there: only by a change past the program.
--: rows account_role_astray() -> id int, account int, unit int
SELECT ar.id, ar.account, ar.unit FROM account_role ar
 WHERE NOT EXISTS (SELECT 1 FROM unit_reach ur WHERE ur.above = ar.unit AND ur.unit = ar.unit)
    OR NOT EXISTS (SELECT 1 FROM account a WHERE a.id = ar.account)
 ORDER BY ar.id LIMIT 1000;
