# What somebody does to the database past the program is named by verify; nothing of it is sealed.
node a
run user add admin --unit VN --role admin
run unit add --name "Bộ Tài chính" --kind ministry --system agency --code G12 --short_code BTC --parent VN --from 2020-01-01 --account admin
run unit add --name "Bộ Y tế" --kind ministry --system agency --code G18 --short_code BYT --parent VN --from 2020-01-01 --account admin
run user add boss --unit VN --role overseer
run user add guest --unit VN --role auditor
expect exit 0
node a -start --today 2025-06-20
as boss
JSON /tasks/new {"title":"Trình đề án","lead":"BTC","person":"Bộ trưởng","authority":"Chính phủ","result":"Tờ trình","due_text":"trước ngày 25/6/2025"}
expect 201
let TASK json id
JSON /tasks/new {"title":"Trình báo cáo","lead":"BYT","person":"Bộ trưởng","authority":"Chính phủ","result":"Báo cáo","due_text":"trước ngày 30/6/2025"}
expect 201
let OTHER json id
# within about a second everything is sealed, and the checkpoint is public
pause 2500 2500
as nobody
GET /ledger/checkpoint
expect 200
expect header has "text/plain"
GET /ledger.json
expect json waiting 0
expect body has "lienthong/0+"
GET /ledger/tile/entries/000.p/1
expect 200
GET /ledger/proof.json?leaf=0
expect json leaf 0
GET /ledger/record?table=work_obligation&key=1/1
expect 303
as guest
sql SELECT tenant FROM work_obligation WHERE id = $TASK
let TENANT out
GET /ledger/record.json?table=work_obligation&key=$TENANT/$TASK
expect json versions.0.version 1
expect body has "task.assign"
node a -stop
run verify
expect exit 0
expect out has "ok"
run ledger key
expect out has "lienthong/0+"

# a moved deadline
sql UPDATE work_obligation SET due = due + 5 WHERE id = $TASK
run verify
expect exit 1
expect out has "changed work_obligation $TENANT/$TASK: "
expect out has "1 faults"
sql UPDATE work_obligation SET due = due - 5 WHERE id = $TASK
run verify
expect exit 0

# a row that is gone, with all that the list of versions knew of it
sql DELETE FROM work_event WHERE obligation = $OTHER
run verify
expect exit 1
expect out has "dropped work_event "
sql DELETE FROM ledger_row WHERE tbl = 'work_event' AND v = 1
run verify
expect exit 1
expect out has "version-missing work_event "
