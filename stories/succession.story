# A release from its draft to the day in force. Two people publish the merger of two wards and of two ministries; who and
# what would move is rehearsed; the run that passes a thousand obligations on is killed twice in the middle - the server
# between two transactions, the command inside of one - and goes to its end. Each has then moved exactly once, and no
# figure is another.
node a
run unit load
expect exit 0
run user add one --unit VN --role admin
run user add two --unit VN --role admin
run user add boss --unit VN --role overseer
run unit add --name "Bộ Một" --kind ministry --system agency --code G91 --short_code B1 --parent VN --from 2020-01-01 --account one
run unit add --name "Bộ Hai" --kind ministry --system agency --code G92 --short_code B2 --parent VN --from 2020-01-01 --account one
run user add clerk --unit B1 --role officer
expect exit 0
lines $DATA.csv 1 "TT,Nhiệm vụ,Cơ quan chủ trì,Kết quả,Thời hạn"
lines $DATA.csv 500 "{n},Việc của phường {n},00004,Báo cáo,31/12/2025"
lines $DATA.csv 500 "B.{n},Việc của bộ {n},B1,Báo cáo,29/8/2025"
run source add --kind plan --number 1/KH --issued 2025-08-20 --unit VN --title "Kế hoạch" --account boss
let SOURCE json id
run task import --source $SOURCE --unit VN --authority "Chính phủ" --opened 2025-08-20 --file $DATA.csv --account boss
let IMPORT json location
node a -start --today 2025-08-28
as boss
POST $IMPORT
expect 200
expect json added 1000
# one writes the draft and does not approve it
as one
JSON /units/releases.json {"title":"Sáp nhập","day":"2025-09-01","act":"1/NQ-UBTVQH15"}
expect 200
let DRAFT json location
JSON $DRAFT/add.json {"what":"merge","units":"00004\n77777","code":"00099","type":"phường","name":"Phường Kẻ Chợ"}
expect 422
expect json fields.0.name units
JSON $DRAFT/add.json {"what":"merge","units":"00004\n00008","code":"00099","type":"phường","name":"Phường Kẻ Chợ","clause":"Điều 1"}
expect 200
JSON $DRAFT/add.json {"what":"merge","units":"agency:G91","into":"agency:G92","clause":"Điều 2"}
expect 200
JSON $DRAFT/check.json {}
expect json ok true
JSON $DRAFT/publish.json {}
expect refused
JSON $DRAFT/approve.json {}
expect 403
JSON /units/releases.json {"title":"Thứ hai","day":"2025-09-02","act":"2"}
expect 409
as boss
JSON $DRAFT/approve.json {}
expect 403
as nobody
GET $DRAFT.json
expect 404
as two
JSON $DRAFT/approve.json {}
expect 200
JSON $DRAFT/publish.json {}
expect 200
# the directory, before and after the day
as nobody
GET $DRAFT.json
expect json release.number 2
expect json release.state published
GET /units/commune/00099.json?on=2025-09-01
expect 200
expect json unit.name "Phường Kẻ Chợ"
GET /units/commune/00099.json?on=2025-08-31
expect 404
GET /units/commune/00004.json?on=2025-08-31
expect json unit.name "Phường Ba Đình"
GET /units/commune/00004.json?on=2025-09-01
expect 404
GET /units/agency/G91.json?on=2025-09-01
expect 404
GET /units/resolve.json?code=00008&system=commune&on=2025-09-01
expect json units.0.code 00099
GET /units/resolve.json?text=Phường+Ba+Đình,+Hà+Nội&on=2025-08-31
expect json units.0.code 00004
GET /units/resolve.json?text=Phường+Ba+Đình,+Hà+Nội&on=2025-09-01
expect json units.0.code 00099
GET /units/compare.json?from=2025-08-31&to=2025-09-01
expect 200
expect body has "Phường Kẻ Chợ"

# the figures by the units of both days
as boss
GET /tasks/figures.json?asof=2025-08-28&units=2025-08-31
expect json total 1000
GET /tasks/figures.json?asof=2025-08-28&units=2025-09-01
expect json total 1000
GET /tasks/figures.json?asof=2025-08-28
expect json total 1000
expect json open_in_time 1000
# who and what would move
as one
GET /units/succession.json?on=2025-09-01
expect json items 1002
expect json undecided 0
expect json units.0.items 500
expect json units.0.successor.code 00099
expect json units.1.items 502
expect json units.1.successor.name "Bộ Hai"
GET /units/succession.json
expect json items 0
GET /units/succession.csv?on=2025-09-01
expect 200
expect body has "Việc của phường 500"
run unit succession --on 2025-09-01 --rehearse --today 2025-08-28
expect exit 0
expect out has "1002 items would pass on"
run unit succession --on 2025-09-01 --today 2025-08-28
expect exit 2
sql SELECT COUNT(*) FROM unit_succession
expect out is 0
node a -stop
node a -keep
# 00:00 of the day: the server is killed when the first have passed, the command when it has passed on more
repeat 20
node a -back
node a -start --today 2025-09-01
await SELECT CASE WHEN COUNT(*) > 0 THEN 1 ELSE 0 END FROM unit_succession_line
node a -kill
sql SELECT COUNT(*) FROM work_passing WHERE side = 2
let PASSED out
beside unit succession --today 2025-09-01
await SELECT CASE WHEN COUNT(*) > $PASSED THEN 1 ELSE 0 END FROM work_passing WHERE side = 2
node a -kill
until SELECT CASE WHEN COUNT(*) > $PASSED AND COUNT(*) < 1000 THEN 1 ELSE 0 END FROM work_passing WHERE side = 2
sql SELECT finished_at FROM unit_succession
expect out is 0
run check --today 2025-09-01
expect exit 0
run verify
expect exit 0
# it goes to its end by itself
node a -start --today 2025-09-01
await SELECT CASE WHEN finished_at > 0 THEN 1 ELSE 0 END FROM unit_succession
as one
GET /units/succession.json
expect json items 0
expect json units []
expect json runs.0.moved 1002
expect json runs.0.failed 0
expect json runs.0.day 2025-09-01
let RUN json runs.0.id
pages /units/succession/$RUN.json lines
expect out is 1002
GET /units/succession/$RUN.csv
expect body has "Việc của bộ 500"
sql SELECT COUNT(*) FROM unit_succession
expect out is 1
# each has moved exactly once, from the unit that owed it to the right one
sql SELECT COUNT(*) FROM work_passing WHERE side = 2
expect out is 1000
sql SELECT COUNT(DISTINCT other) FROM work_passing WHERE side = 2
expect out is 1000
sql SELECT COUNT(DISTINCT title) FROM work_obligation WHERE closed = 0
expect out is 1000
sql SELECT COUNT(*) FROM work_obligation WHERE closed = 0
expect out is 1000
sql SELECT COUNT(*) FROM work_obligation o JOIN unit u ON u.id = o.owner WHERE o.closed = 0 AND u.until = 0
expect out is 1000
sql SELECT COUNT(*) FROM work_obligation WHERE closed = 2
expect out is 1000
# what was known before is the same, by the units of either day
as boss
GET /tasks/figures.json?asof=2025-08-28&units=2025-08-31
expect json total 1000
expect json open_in_time 1000
GET /tasks/figures.json?asof=2025-08-31
expect json total 1000
expect json open_overdue 500
GET /tasks/figures.json?asof=2025-09-01
expect json total 1000
expect json open_overdue 500
GET /tasks/figures.json?asof=2025-09-01&units=2025-08-31
expect json total 1000
expect json agencies.0.total 500
expect json agencies.1.total 500
expect body lacks "Bộ Một"
GET /tasks/figures.json?asof=2025-09-01&units=2025-09-01
expect json total 1000
expect json agencies.0.total 500
expect json agencies.1.total 500
expect body has "Bộ Hai"
# a second run moves nothing; the person of the ministry works for the successor
run unit succession --today 2025-09-01
expect exit 0
expect out has "0 items passed on."
sql SELECT COUNT(*) FROM unit_succession_line
expect out is 1002
as clerk
GET /my.json
expect json overdue.0.class open_overdue
as nobody
GET /units/resolve.json?code=00008&system=commune&on=2025-08-31
expect json units.0.code 00099
run check --today 2025-09-01
expect exit 0
run verify
expect exit 0
run unit check
expect exit 0
node a -stop
