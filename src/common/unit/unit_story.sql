--: rows unit_story_codes(unit int) -> system text, code text, since int, until int
SELECT system, code, since, until FROM unit_code WHERE unit = :unit ORDER BY since, id;
