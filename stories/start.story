# A new folder becomes a database; what stands there is found again.
node a
run migrate
expect exit 0
expect out has "new database"
run migrate
expect exit 0
expect out has "0 schema steps run"
run check
expect exit 0
node a -start
GET /healthz
expect 200
expect body has "ok"
GET /help
expect 200
expect body has 'lang="en"'
expect body has "<h1>Help</h1>"
GET /openapi.json
expect 200
expect json openapi 3.1.0
GET /nowhere
expect 404
GET /nowhere.json
expect 404
expect header has "application/problem+json"
expect json status 404
node a -stop
node a -start
GET /healthz
expect 200
node a -kill
node a -start
GET /healthz
expect 200
run check
expect exit 0
