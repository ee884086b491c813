--: sealed unit_release(id int) -> number int, title text, day int, act text, state text,
--:+ made_by int, made_at int, decided_by int, decided_at int, published_at int, reason text,
--:+ checksum text, changed_by int, version int

--: row unit_release_last() -> number int
SELECT COALESCE(MAX(number), 0) FROM unit_release;

--: run unit_release_insert(id int, number int, title text, day int, act text, state text,
--:+ made_by int, made_at int, published_at int, checksum text)
INSERT INTO unit_release (id, number, title, day, act, state, made_by, made_at, decided_by,
       decided_at, published_at, reason, checksum)
VALUES (:id, :number, :title, :day, :act, :state, :made_by, :made_at, 0, 0, :published_at, '',
       :checksum);

--: rows unit_release_all() -> id int, number int, title text, day int, act text, state text,
--:+ made_by int, made_at int, decided_by int, decided_at int, published_at int, reason text,
--:+ checksum text, changed_by int, version int
SELECT id, number, title, day, act, state, made_by, made_at, decided_by, decided_at,
       published_at, reason, checksum, changed_by, version
  FROM unit_release ORDER BY id DESC;
