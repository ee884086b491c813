# A task from its assignment to the recognised result, by three people, over JSON; figures follow.
node a
run user add admin --unit VN --role admin
run unit add --name "Bộ Tài chính" --kind ministry --system agency --code G12 --short_code BTC --parent VN --from 2020-01-01 --account admin
run unit add --name "Bộ Y tế" --kind ministry --system agency --code G18 --short_code BYT --parent VN --from 2020-01-01 --account admin
run user add boss --unit VN --role overseer
run user add btc --unit BTC --role officer
run user add byt --unit BYT --role officer
run user add guest --unit VN --role auditor
expect exit 0
node a -start --today 2025-06-20
as boss
JSON /tasks/new {"title":"Trình đề án","lead":"BTC","person":"Bộ trưởng","authority":"Chính phủ","result":"Tờ trình","due_text":"trước ngày 25/6/2025"}
expect 201
expect json class open_in_time
expect json due 2025-06-25
let TASK json id
# all mistakes at once, each at its field
JSON /tasks/new {"title":"","lead":"NOBODY"}
expect 422
expect json fields.0.name title
JSON /tasks/new {"title":
expect 400
# who may see it, and who may not
as byt
GET /tasks/$TASK.json
expect 404
as nobody
GET /tasks/$TASK.json
expect 401
as guest
GET /tasks/$TASK.json
expect 200
JSON /tasks/$TASK/receive.json {"version":"1"}
expect 403
as btc
GET /tasks/$TASK
expect 200
expect body has "Trình đề án"
JSON /tasks/$TASK/receive.json {"version":1}
expect 200
# somebody who has seen an older state changes nothing
JSON /tasks/$TASK/report.json {"version":1,"product":"12/TTr-BTC","day":"2025-06-20"}
expect 409
GET /tasks/$TASK.json
let VERSION json task.version
JSON /tasks/$TASK/report.json {"version":$VERSION,"product":"12/TTr-BTC","day":"2025-06-20"}
expect 200
as boss
GET /tasks/$TASK.json
expect json task.class open_in_time
let VERSION json task.version
JSON /tasks/$TASK/recognise.json {"version":$VERSION}
expect 200
GET /tasks/figures.json?unit=BTC&asof=2025-06-20&view=known
expect json done_on_time 1
expect json open_in_time 0
GET /tasks.json?class=done_on_time
expect body has "Trình đề án"
GET /tasks.csv
expect 200
expect body has "Trình đề án"
# as a workbook: made in a file, past the sandbox, and gone afterwards
GET /tasks.xlsx
expect 200
expect header has "spreadsheetml.sheet"
expect header has "tasks.xlsx"
expect body has "PK"
as nobody
GET /tasks.xlsx
expect 401
as boss
# the same figures after a restart, and later: nothing is overdue that is done
node a -kill
node a -start --today 2025-07-01
GET /tasks/figures.json?unit=BTC&asof=2025-07-01
expect json done_on_time 1
expect json open_overdue 0
run check
expect exit 0
run verify
expect exit 0
# the command line asks as a person, while the server runs
run task show $TASK --account byt
expect exit 1
run task list --account boss
expect exit 0
expect out has "Trình đề án"
run task comment $TASK --text "Đã xem" --account boss
expect exit 0
GET /tasks/$TASK
expect body has "Đã xem"
run backup $DATA/copy.db
node a -stop
