--: sealed unit_outline(unit int, since int) -> west int, south int, east int, north int,
--:+ load int, whole blob, plain blob

--: sealed unit_outline_load(id int) -> day int, kind text, source text, sha256 text, units int,
--:+ made_by int, made_at int

--: maybe unit_outline_loaded(day int, kind text) -> id int
SELECT id FROM unit_outline_load WHERE day = :day AND kind = :kind;

--: rows unit_outline_of_load(day int, load int) -> unit int
SELECT unit FROM unit_outline WHERE since = :day AND load = :load ORDER BY unit;

--: touch unit_outline_drop(unit int, since int)
DELETE FROM unit_outline WHERE unit = :unit AND since = :since;

--: run unit_outline_put(unit int, since int, west int, south int, east int, north int, load int,
--:+ whole blob, plain blob)
INSERT INTO unit_outline (unit, since, west, south, east, north, load, whole, plain)
VALUES (:unit, :since, :west, :south, :east, :north, :load, :whole, :plain);

--: run unit_outline_put_load(id int, day int, kind text, source text, sha256 text, units int,
--:+ made_by int, made_at int)
INSERT INTO unit_outline_load (id, day, kind, source, sha256, units, made_by, made_at)
VALUES (:id, :day, :kind, :source, :sha256, :units, :made_by, :made_at)
ON CONFLICT (id) DO UPDATE SET source = excluded.source, sha256 = excluded.sha256,
       units = excluded.units, made_by = excluded.made_by, made_at = excluded.made_at;

--: rows unit_outline_loads() -> day int, kind text, source text, sha256 text, units int,
--:+ made_by int, made_at int
SELECT day, kind, source, sha256, units, made_by, made_at FROM unit_outline_load
 ORDER BY day DESC, kind DESC;
