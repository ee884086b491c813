--: sealed unit_succession(id int) -> day int, release int, account int, started_at int,
--:+ finished_at int, moved int, failed int, checksum text

--: sealed unit_succession_line(run int, line int) -> kind text, tenant int, item int,
--:+ unit_from int, unit_to int, rule text, made int, reason text

-- Only one writer at a time passes on, and none while a list is published.
--: touch unit_succession_lock()
UPDATE unit_revision SET n = n WHERE one = 1;

--: maybe unit_succession_open() -> id int, day int, release int, account int, started_at int,
--:+ finished_at int, moved int, failed int, checksum text
SELECT id, day, release, account, started_at, finished_at, moved, failed, checksum
  FROM unit_succession WHERE finished_at = 0 ORDER BY id LIMIT 1;

--: rows unit_succession_all() -> like unit_succession_open
SELECT id, day, release, account, started_at, finished_at, moved, failed, checksum
  FROM unit_succession ORDER BY id DESC LIMIT 200;

--: maybe unit_succession_one(id int) -> like unit_succession_open
SELECT id, day, release, account, started_at, finished_at, moved, failed, checksum
  FROM unit_succession WHERE id = :id;

--: row unit_succession_release(day int) -> id int
SELECT COALESCE(MAX(id), 0) FROM unit_release WHERE day = :day AND state = 'published';

--: run unit_succession_begin(id int, day int, release int, account int, started_at int)
INSERT INTO unit_succession (id, day, release, account, started_at, finished_at, moved, failed,
       checksum)
VALUES (:id, :day, :release, :account, :started_at, 0, 0, 0, '');

--: touch unit_succession_count(id int, moved int, failed int, finished_at int, checksum text)
UPDATE unit_succession SET moved = :moved, failed = :failed, finished_at = :finished_at,
       checksum = :checksum
 WHERE id = :id;

--: maybe unit_succession_failed(item int, kind text, reason text) -> run int
SELECT run FROM unit_succession_line
 WHERE item = :item AND kind = :kind AND made = 0 AND reason = :reason LIMIT 1;

--: rows unit_succession_lines(run int, after int, page int) -> line int, kind text, tenant int,
--:+ item int, unit_from int, unit_to int, rule text, made int, reason text
SELECT line, kind, tenant, item, unit_from, unit_to, rule, made, reason
  FROM unit_succession_line WHERE run = :run AND line > :after ORDER BY line LIMIT :page;
