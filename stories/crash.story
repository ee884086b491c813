# When the serving process dies, its parent starts another one; nobody has to come.
node a -start
GET /healthz
expect 200
node a -crash
wait
GET /healthz
expect 200
node a -crash
wait
GET /help
expect 200
node a -stop
