# What is not a proper request is refused and the connection closed; the next one is served.
# The probes are those of request smuggling (RFC 9112, 6.3) and of plain nonsense.
node a -start
raw "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
expect 200
# two lengths
raw "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"
expect 400
expect closed
# length and chunks
raw "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
expect 400
expect closed
# another coding than chunked
raw "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"
expect 400
expect closed
raw "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"
expect 400
# a length that is no number
raw "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 0x5\r\n\r\nabcde"
expect 400
expect closed
raw "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"
expect 400
raw "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nabcde"
expect 400
raw "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"
expect closed
# no host, two hosts
raw "GET /healthz HTTP/1.1\r\n\r\n"
expect 400
expect closed
raw "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"
expect 400
expect closed
# a blank before the colon
raw "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\nabc"
expect 400
expect closed
# a zero byte in a header, a folded line, lines that end with LF only
raw "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\nConnection: close\r\n\r\n"
expect 400
expect closed
raw "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n"
expect 400
expect closed
raw "GET /healthz HTTP/1.1\nHost: x\n\n"
expect 400
expect closed
raw "GET /healthz HTTP/1.1\r\nHost: x\n\r\n"
expect 400
expect closed
# nonsense in place of a request
raw "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"
expect closed
raw "GET\r\n\r\n"
expect closed
raw "BREW /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
expect closed
# a version that does not exist
raw "GET /healthz HTTP/9.9\r\nHost: x\r\nConnection: close\r\n\r\n"
expect closed
# over-long: a header, the address, many headers
raw "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " "aaaaaaaaaaaaaaaa"*8192 "\r\n\r\n"
expect closed
raw "GET /" "aaaaaaaaaaaaaaaa"*8192 " HTTP/1.1\r\nHost: x\r\n\r\n"
expect closed
raw "GET /healthz HTTP/1.1\r\nHost: x\r\n" "X-A: b\r\n"*20000 "\r\n"
expect closed
# a body that is larger than said, then another request hidden in it
raw "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nabGET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
expect body lacks '"openapi":'
# chunks without end or with a wrong size
raw "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"
expect closed
GET /healthz
expect 200
run check
expect exit 0
node a -stop
