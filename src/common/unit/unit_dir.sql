--: row unit_dir_now() -> n int
SELECT n FROM unit_revision WHERE one = 1;
