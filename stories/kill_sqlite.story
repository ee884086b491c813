# Whatever was acknowledged is there after the power is cut, again and again.
only sqlite
node a
run user add boss --unit VN --role overseer
expect exit 0
run user add admin --unit VN --role admin
run unit add --name "Bộ Tài chính" --kind ministry --system agency --code G12 --short_code BTC --parent VN --from 2020-01-01 --account admin
expect exit 0
as boss
repeat 20
node a -start --no-log
load /tasks/new "title=Nhiem+vu+{n}&lead=BTC&authority=Chinh+phu&result=Bao+cao&due_text=&due=2027-06-25&person=Bo+truong" 64 30
pause 100 700
node a -kill
load -end
node a -start --no-log
load -verify
run check
expect exit 0
run verify
expect exit 0
node a -stop
end
node a -start --no-log
load -verify 1000
