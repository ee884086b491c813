# Addresses that try to leave what they may see find nothing.
node a -start
GET /../../etc/passwd
expect refused
GET /assets/../../../etc/passwd
expect refused
GET /assets/%2e%2e/%2e%2e/etc/passwd
expect refused
GET /assets/..%2f..%2fetc%2fpasswd
expect refused
GET /%2e%2e%2f%2e%2e%2fetc/passwd
expect refused
GET /assets/style.css%00.js
expect body lacks "root:"
GET //healthz
expect refused
GET /%ff%fe
expect body lacks "root:"
GET /healthz?a=%zz
expect refused
GET /healthz?a=%ff
expect refused
GET /language/vi?next=//evil.example
expect 303
expect header lacks "evil"
GET /language/vi?next=/help
expect 303
expect header has "Location: /help"
expect header has "lang=vi"
GET /help
expect 200
GET /healthz
expect header has "X-Content-Type-Options: nosniff"
expect header has "Content-Security-Policy: default-src 'none'"
expect header has "frame-ancestors 'none'"
expect header has "Referrer-Policy"
expect header lacks "Server:"
node a -stop
