--: rows unit_outline_near(west int, south int, east int, north int) -> unit int
SELECT DISTINCT unit FROM unit_outline
 WHERE west <= :east AND east >= :west AND south <= :north AND north >= :south
 ORDER BY unit;
