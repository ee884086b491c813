--: rows unit_outline_whole(unit int) -> since int, west int, south int, east int, north int,
--:+ shape blob
SELECT since, west, south, east, north, whole FROM unit_outline WHERE unit = :unit ORDER BY since;

--: rows unit_outline_plain(unit int) -> like unit_outline_whole
SELECT since, west, south, east, north, plain FROM unit_outline WHERE unit = :unit ORDER BY since;
