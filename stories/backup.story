# A copy made while 16 people write is whole, agrees with itself and with its ledger; and like all
# files of the data it is for the eyes of the service alone.
only sqlite
node a
run user add boss --unit VN --role overseer
run user add admin --unit VN --role admin
run unit add --name "Bộ Tài chính" --kind ministry --system agency --code G12 --short_code BTC --parent VN --from 2020-01-01 --account admin
expect exit 0
node a -start --no-log
as boss
load /tasks/new "title=Nhiem+vu+{n}&lead=BTC&authority=Chinh+phu&result=Bao+cao&due_text=&due=2027-06-25&person=Bo+truong" 16 3
pause 1000 1500
run backup $DATA/copy.db
expect exit 0
run backup $DATA/copy.db
expect exit 1
expect out has "already there"
load -end
load -verify
run check --db $DATA/copy.db
expect exit 0
run verify --db $DATA/copy.db
expect exit 0
run task list --db $DATA/copy.db --account boss
expect exit 0
expect out has "Nhiem vu"
private
node a -stop
