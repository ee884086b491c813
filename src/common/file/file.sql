--: sealed file(tenant int, record int, id int) -> kind text, purpose text, name text, type text,
--:+ size int, sha256 text, account int, attached_at int

--: run file_insert(tenant int, record int, id int, kind text, purpose text, name text, type text,
--:+ size int, sha256 text, account int, attached_at int)
INSERT INTO file (tenant, record, id, kind, purpose, name, type, size, sha256, account, attached_at)
VALUES (:tenant, :record, :id, :kind, :purpose, :name, :type, :size, :sha256, :account,
    :attached_at);

--: rows file_of_record(tenant int, record int, kind text) -> id int, account int, at_ms int,
--:+ size int, name text, type text, sha256 text, purpose text
SELECT id, account, attached_at, size, name, type, sha256, purpose FROM file
 WHERE tenant = :tenant AND record = :record AND kind = :kind ORDER BY id;

--: row file_by_id(tenant int, record int, kind text, id int) -> like file_of_record
SELECT id, account, attached_at, size, name, type, sha256, purpose FROM file
 WHERE tenant = :tenant AND record = :record AND kind = :kind AND id = :id;

--: rows file_page(tenant int, record int, id int) -> tenant int, record int, id int, size int,
--:+ sha256 text
SELECT tenant, record, id, size, sha256 FROM file
 WHERE (tenant, record, id) > (:tenant, :record, :id) ORDER BY tenant, record, id LIMIT 1000;

--: maybe file_uses(sha256 text) -> id int
SELECT id FROM file WHERE sha256 = :sha256 LIMIT 1;
