# The directory as a public service, on the units of the set-up: pages to the end, each old code at its
# stable address, whole lists, the feed, and a webhook that gets what was published.
node a
run unit load
expect exit 0
run user add boss --unit VN --role admin
expect exit 0
node a -start --today 2025-08-28 --hooks-local
as nobody
# page after page, and in one piece
pages /units.json?kind=commune units
expect out has "3321"
pages /units.json?kind=commune&on=2025-06-30 units
expect out has "10035"
GET /units.json?on=2025-06-30
expect json counts.commune 10035
expect json counts.province 63
expect json counts.district 696
GET /units.geojson?kind=province
expect 200
expect header has "application/geo+json"
expect json features.33.type Feature
GET /units.xlsx?kind=commune
expect 200
# each former code at its address for ever
GET /units.csv?kind=commune&on=2025-06-30
expect 200
every 10035 3 /units/commune/%.json?on=2025-06-30
# a code alone is never settled silently
GET /units/commune/00004.json
expect 300
expect json meanings.1.until null
GET /units/commune/00004.json?on=2025-06-30
expect 200
expect json unit.name "Phường Trúc Bạch"
# what one has already is not sent again
let TAG header ETag
header If-None-Match: $TAG
GET /units/commune/00004.json?on=2025-06-30
expect 304
# from one list to the other
GET /units/mapping.csv?from=2025-06-30&to=2025-07-01&kind=commune
expect 200
expect body has "commune,00004,phường,Phường Trúc Bạch,commune,"
# subscribing
GET /units/changes.atom
expect 200
expect header has "application/atom+xml"
expect body has "<feed xmlns="
expect body has "urn:uuid:"
listen 500
run hook add --url http://127.0.0.1:$HOOK/in --account boss
expect exit 1
run hook add --url http://127.0.0.1:$HOOK/in --account boss --hooks-local
expect exit 0
as boss
GET /hooks.json
expect json hooks.0.state active
let ID json hooks.0.id
GET /hooks/$ID.json
let SECRET json secret
POST /units "name=Cục Mới" kind=department parent=01 from=2025-08-20
expect 303
heard 1
expect json type unit.changed
expect json data.what created
signed $SECRET
pause 1500 2000
# it was not taken, and the node dies: what waits is sent when it is back
listen 204
node a -kill
node a -start --today 2025-08-28 --hooks-local
heard 2
expect json data.what created
signed $SECRET
GET /units/changes.atom
expect body has "Cục Mới"
node a -stop
