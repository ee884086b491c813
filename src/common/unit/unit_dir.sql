--: row unit_dir_now() -> n int
SELECT n FROM unit_revision WHERE one = 1;

--: touch unit_dir_next()
UPDATE unit_revision SET n = n + 1 WHERE one = 1;
