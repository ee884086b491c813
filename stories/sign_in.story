# Signing in by the form, tokens, and what is refused.
node a
run user add admin --unit VN --role admin
expect exit 0
let PASSWORD out
node a -start
GET /account
expect 303
expect header has "/sign-in?next="
POST /sign-in name=admin password=wrong-password-here
expect 422
POST /sign-in name=nobody password=wrong-password-here
expect 422
expect body lacks "nobody is called"
as admin $PASSWORD
GET /account
expect 200
expect header has "Cache-Control: no-store"
GET /accounts
expect 200
# another site's page cannot act for the person
header Sec-Fetch-Site: cross-site
POST /sign-out
expect 403
GET /account
expect 200
POST /sign-out
expect 303
GET /account
expect 303
as nobody
header Authorization: Bearer lt_not-a-token
GET /account.json
expect 401
expect header has "application/problem+json"
as admin
GET /account.json
expect 200
run token --account nobody
expect exit 1
run user add admin --unit VN --role admin
expect exit 1
run check
expect exit 0
run verify
expect exit 0
node a -stop
