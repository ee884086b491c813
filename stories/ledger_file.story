# One bit in the database file, an older state put back, a changed leaf: each is named.
only sqlite
node a
run user add admin --unit VN --role admin
run unit add --name "Bộ Tài chính" --kind ministry --system agency --code G12 --short_code BTC --parent VN --from 2020-01-01 --account admin
run user add boss --unit VN --role overseer
run user add btc --unit BTC --role officer
node a -start --today 2025-06-20
as boss
JSON /tasks/new {"title":"Trình đề án","lead":"BTC","person":"Bộ trưởng","authority":"Chính phủ","result":"Tờ trình","due_text":"trước ngày 25/6/2025"}
expect 201
let TASK json id
pause 2500 2500
sql SELECT due FROM work_obligation WHERE id = $TASK
let DUE out
sql SELECT tenant FROM work_obligation WHERE id = $TASK
let TENANT out
sql CREATE TABLE kept AS SELECT * FROM work_obligation WHERE id = $TASK
as btc
JSON /tasks/$TASK/receive.json {"version":1}
expect 200
pause 2500 2500
node a -stop
run verify
expect exit 0

# an older state of the row
sql CREATE TABLE newer AS SELECT * FROM work_obligation WHERE id = $TASK
sql UPDATE work_obligation SET (received, version) = (SELECT received, version FROM kept) WHERE id = $TASK
run verify
expect exit 1
expect out has "rolled-back work_obligation $TENANT/$TASK: the row was put back to version 1 of 2"
sql UPDATE work_obligation SET (received, version) = (SELECT received, version FROM newer) WHERE id = $TASK
run verify
expect exit 0
sql DROP TABLE kept; DROP TABLE newer; VACUUM

# a changed leaf, a missing one, one that the program did not write
sql UPDATE ledger_entry SET body = replace(body, 'task.assign', 'task.assigm')
run verify
expect exit 1
expect out has "leaf-changed "
sql UPDATE ledger_entry SET body = replace(body, 'task.assigm', 'task.assign')
run verify
expect exit 0
sql INSERT INTO ledger_new (id, body, mac) SELECT 7, body, x'00112233445566778899aabbccddeeff' FROM ledger_entry WHERE idx = 0
run verify
expect exit 1
expect out has "leaf-forged new:7: "
node a -start --today 2025-06-20
pause 2500 2500
node a -stop
run verify
expect out has "leaf-forged new:7: "
sql DELETE FROM ledger_new
run verify
expect exit 0
sql DELETE FROM ledger_entry WHERE idx = 1
run verify
expect exit 1
expect out has "leaf-missing 1: "

# one bit of a title
node b
run user add admin --unit VN --role admin
run unit add --name "Bộ Y tế" --kind ministry --system agency --code G18 --short_code BYT --parent VN --from 2020-01-01 --account admin
run user add boss --unit VN --role overseer
node b -start --today 2025-06-20
as boss
JSON /tasks/new {"title":"Đề án số hoá","lead":"BYT","person":"Bộ trưởng","authority":"Chính phủ","result":"Tờ trình","due_text":"trước ngày 25/6/2025"}
expect 201
let TASK json id
node b -stop
flip "Đề án số ho"
run verify
expect exit 1
expect out has "changed work_obligation "
