# The database server dies under load; the node says so (503), goes on by itself when the
# server is back, and what was acknowledged is there.
only pg
node a
run user add boss --unit VN --role overseer
expect exit 0
run user add admin --unit VN --role admin
run unit add --name "Bộ Tài chính" --kind ministry --system agency --code G12 --short_code BTC --parent VN --from 2020-01-01 --account admin
expect exit 0
as boss
node a -start --no-log
repeat 20
load /tasks/new "title=Nhiem+vu+{n}&lead=BTC&authority=Chinh+phu&result=Bao+cao&due_text=&due=2027-06-25&person=Bo+truong" 64 1.5
pause 200 800
pg -kill
GET /tasks.json
expect 503
expect header has "Retry-After"
pg -again
load -end
wait
load -verify
run check
expect exit 0
run verify
expect exit 0
end
load -verify 1000
node a -stop
