--: sealed file(id int) -> kind text, record int, purpose text, name text, type text, size int,
--:+ sha256 text, account int, attached_at int

--: run file_insert(id int, kind text, record int, purpose text, name text, type text, size int,
--:+ sha256 text, account int, attached_at int)
INSERT INTO file (id, kind, record, purpose, name, type, size, sha256, account, attached_at)
VALUES (:id, :kind, :record, :purpose, :name, :type, :size, :sha256, :account, :attached_at);

--: rows file_of_record(kind text, record int) -> id int, record int, account int, at_ms int,
--:+ size int, name text, type text, sha256 text, purpose text
SELECT id, record, account, attached_at, size, name, type, sha256, purpose FROM file
 WHERE record = :record AND kind = :kind ORDER BY id;

--: row file_by_id(kind text, id int) -> id int, record int, account int, at_ms int,
--:+ size int, name text, type text, sha256 text, purpose text
SELECT id, record, account, attached_at, size, name, type, sha256, purpose FROM file
 WHERE id = :id AND kind = :kind;

--: rows file_page(after int) -> id int, size int, name text, sha256 text
SELECT id, size, name, sha256 FROM file WHERE id > :after ORDER BY id LIMIT 1000;

--: maybe file_uses(sha256 text) -> id int
SELECT id FROM file WHERE sha256 = :sha256 LIMIT 1;
