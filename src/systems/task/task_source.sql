-- Sources: the documents that assign tasks.

--: sealed task_source(id int) -> kind text, number text, issued int, issuer int, title text, title_en text, title_de text, list int

--: run task_source_insert(id int, kind text, number text, issued int, issuer int, title text, title_en text, title_de text,
--:+    list int)
INSERT INTO task_source (id, kind, number, issued, issuer, title, title_en, title_de, list)
VALUES (:id, :kind, :number, :issued, :issuer, :title, :title_en, :title_de, :list);

--: maybe task_source_one(id int) -> kind text, number text, issued int, issuer int, title text, title_en text, title_de text,
--:+    list int
SELECT kind, number, issued, issuer, title, title_en, title_de, list FROM task_source WHERE id = :id;

--: maybe task_source_same(number text, issued int, issuer int) -> id int
SELECT id FROM task_source WHERE number = :number AND issued = :issued AND issuer = :issuer;

--: rows task_source_newest(before int) -> id int, kind text, number text, issued int, issuer int, title text, title_en text,
--:+    title_de text, list int
SELECT id, kind, number, issued, issuer, title, title_en, title_de, list FROM task_source
 WHERE id < :before ORDER BY id DESC LIMIT 100;
