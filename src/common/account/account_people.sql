-- For tests: the units that a person reaches, by the piece that all lists use.

--: rows account_people_reached(me int, everywhere int) -> unit int
SELECT DISTINCT u.unit FROM unit_reach u WHERE @reaches(u.unit) ORDER BY u.unit;
