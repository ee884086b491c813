--: maybe task_pass_content(tenant int, id int) -> content int
SELECT content FROM task WHERE tenant = :tenant AND id = :id;
