--: sealed unit_release_line(release int, line int) -> op text, unit text, other text, kind text,
--:+ type text, name text, name_en text, name_de text, extent text, share_area text,
--:+ share_population text, detail text, clause text, note text

--: run unit_plan_insert(id int, title text, day int, act text, by int, at int)
INSERT INTO unit_release (id, number, title, day, act, state, made_by, made_at, decided_by,
       decided_at, published_at, reason, checksum, changed_by, version)
VALUES (:id, 0, :title, :day, :act, 'draft', :by, :at, 0, 0, 0, '', '', :by, 1);

--: touch unit_plan_changed(id int, by int, version int)
UPDATE unit_release SET changed_by = :by, version = version + 1
 WHERE id = :id AND state = 'draft' AND version = :version;

--: sealed unit_release_writer(release int, account int) -> at int

--: run unit_plan_writer(release int, account int, at int)
INSERT INTO unit_release_writer (release, account, at) VALUES (:release, :account, :at);

--: maybe unit_plan_wrote(release int, account int) -> at int
SELECT at FROM unit_release_writer WHERE release = :release AND account = :account;

--: touch unit_plan_decide(id int, state text, by int, at int, reason text)
UPDATE unit_release SET state = :state, decided_by = :by, decided_at = :at, reason = :reason
 WHERE id = :id AND state IN ('draft', 'approved');

--: touch unit_plan_out(id int, number int, at int, checksum text)
UPDATE unit_release SET state = 'published', number = :number, published_at = :at,
       checksum = :checksum
 WHERE id = :id AND state = 'approved';

--: rows unit_plan_all(release int) -> line int, op text, unit text, other text, kind text,
--:+ type text, name text, name_en text, name_de text, extent text, share_area text,
--:+ share_population text, detail text, clause text, note text
SELECT line, op, unit, other, kind, type, name, name_en, name_de, extent, share_area,
       share_population, detail, clause, note
  FROM unit_release_line WHERE release = :release ORDER BY line;

--: run unit_plan_line(release int, line int, op text, unit text, other text, kind text,
--:+ type text, name text, name_en text, name_de text, extent text, share_area text,
--:+ share_population text, detail text, clause text, note text)
INSERT INTO unit_release_line (release, line, op, unit, other, kind, type, name, name_en,
       name_de, extent, share_area, share_population, detail, clause, note)
VALUES (:release, :line, :op, :unit, :other, :kind, :type, :name, :name_en,
       :name_de, :extent, :share_area, :share_population, :detail, :clause, :note)
ON CONFLICT (release, line) DO UPDATE SET op = excluded.op, unit = excluded.unit,
       other = excluded.other, kind = excluded.kind, type = excluded.type,
       name = excluded.name, name_en = excluded.name_en, name_de = excluded.name_de,
       extent = excluded.extent, share_area = excluded.share_area,
       share_population = excluded.share_population, detail = excluded.detail,
       clause = excluded.clause, note = excluded.note;

--: touch unit_plan_remove(release int, line int)
DELETE FROM unit_release_line WHERE release = :release AND line = :line;
