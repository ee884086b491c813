# Ten thousand connections that begin a request and say no more hold little memory and nobody up;
# one address alone may not have that many.
only sqlite
node a
run migrate
node a -start --connections 12000 --connections-per-address 0 --idle-seconds 30 --no-log
GET /help
expect 200
idle 10000
GET /healthz
expect 200
GET /help
expect 200
expect memory 300
node a -kill
node b -start --connections-per-address 50 --no-log
idle 40
GET /healthz
expect 200
node b -kill
