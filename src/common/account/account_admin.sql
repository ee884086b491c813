-- The accounts of others: lists, roles, one-time links.

-- Accounts at or below a unit where I administer or audit, or with a role there. The two
-- roles are those that are granted account.read, see account_pages.c. Small tables.
--: define account_listed(a)
(:all = 1 OR EXISTS (
    SELECT 1 FROM account_role mine JOIN unit_reach ur ON ur.above = mine.unit
     WHERE mine.account = :me AND mine.until_at = 0 AND mine.role IN ('admin', 'auditor')
       AND (ur.unit = a.unit OR ur.unit IN (
           SELECT theirs.unit FROM account_role theirs
            WHERE theirs.account = a.id AND theirs.until_at = 0))));

--: rows account_admin_list(me int, all int, after text, page int) -> id int, name text, person text,
--:+ unit int, closed_at int
SELECT a.id, a.name, a.person, a.unit, a.closed_at FROM account a
 WHERE a.name > :after AND @account_listed(a) ORDER BY a.name LIMIT :page;

--: rows account_admin_list_words(me int, all int, after text, page int, words text)
--:+ -> like account_admin_list
SELECT a.id, a.name, a.person, a.unit, a.closed_at FROM account a
 WHERE a.name > :after AND a.folded LIKE '%' || :words || '%' AND @account_listed(a)
 ORDER BY a.name LIMIT :page;

--: rows account_admin_roles(account int) -> id int, unit int, role text, since_at int, since_by int,
--:+ until_at int, until_by int
SELECT id, unit, role, since_at, since_by, until_at, until_by FROM account_role
 WHERE account = :account ORDER BY CASE WHEN until_at = 0 THEN 0 ELSE 1 END, id DESC LIMIT 200;

--: row account_admin_role(id int, account int) -> unit int, role text, until_at int
SELECT unit, role, until_at FROM account_role WHERE id = :id AND account = :account;

-- ---- one-time links ----

--: run account_admin_link_insert(hash blob, account int, at int, by_account int, ends int)
INSERT INTO account_link (hash, account, made_at, made_by, ends_at)
VALUES (:hash, :account, :at, :by_account, :ends);

--: maybe account_admin_link(hash blob, at int) -> account int
SELECT l.account FROM account_link l JOIN account a ON a.id = l.account
 WHERE l.hash = :hash AND l.ends_at > :at AND a.closed_at = 0;

--: run account_admin_link_drop(account int)
DELETE FROM account_link WHERE account = :account;
