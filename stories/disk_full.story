# No room on the disk: writing says so, reading goes on, nothing is lost, and writing goes on
# by itself as soon as there is room.
only sqlite
only root
node a
disk 160m
run user add boss --unit VN --role overseer
expect exit 0
run user add admin --unit VN --role admin
run unit add --name "Bộ Tài chính" --kind ministry --system agency --code G12 --short_code BTC --parent VN --from 2020-01-01 --account admin
node a -start --no-log
as boss
load /tasks/new "title=Nhiem+vu+{n}&lead=BTC&authority=Chinh+phu&result=Bao+cao&due_text=&due=2027-06-25&person=Bo+truong" 8 1
load -end
fill
load /tasks/new "title=Nhiem+vu+{n}&lead=BTC&authority=Chinh+phu&result=Bao+cao&due_text=&due=2027-06-25&person=Bo+truong" 8 2
load -end
POST /tasks/new.json title=Full lead=BTC authority=x result=y due=2027-06-25 person=z
expect 507
expect header has "Retry-After"
expect body has "ổ đĩa đã đầy"
GET /tasks.xlsx
expect 507
expect body has "no room on the disk"
GET /tasks
expect 200
GET /healthz
expect 200
load -verify
unfill
POST /tasks/new.json title=Room lead=BTC authority=x result=y due=2027-06-25 person=z
expect 201
load /tasks/new "title=Nhiem+vu+{n}&lead=BTC&authority=Chinh+phu&result=Bao+cao&due_text=&due=2027-06-25&person=Bo+truong" 8 1
load -end
load -verify 10
node a -stop
run check
expect exit 0
run verify
expect exit 0
node a -start --no-log
GET /tasks.json?words=Room
expect body has "Room"
GET /tasks.json?words=Full
expect body lacks "Full"
node a -stop
