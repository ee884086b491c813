# Which unit an address means: asked by anybody, and for a file that streams through.
node a
run user add boss --unit VN --role admin
run unit add --name "Thành phố Hà Nội" --kind province --system province --code 01 --parent VN --from 2025-07-01 --account boss
run unit add --name "Phường Ba Đình" --kind commune --system commune --code 00004 --parent 01 --from 2025-07-01 --account boss
expect exit 0
node a -start --today 2025-08-28
as nobody
GET /units/resolve.json?text=P.+ba+dinh,+HN
expect 200
expect json units.0.code 00004
expect json units.0.parent 01
expect json ambiguous false
expect header has "ETag"
GET /units/resolve?text=P.+ba+dinh,+HN
expect 200
expect body has "Phường Ba Đình"
GET /units/resolve.json?code=00004&on=2025-08-01
expect json units.0.name "Phường Ba Đình"
# a file: not for nobody, and answered as it comes
raw "POST /units/resolve HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 10\r\nConnection: close\r\n\r\n0123456789"
expect 401
run token --account boss
expect exit 0
let TOKEN out
raw "POST /units/resolve HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer $TOKEN\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 148\r\nConnection: close\r\n\r\n--b\r\nContent-Disposition: form-data; name=\x22file\x22; filename=\x22a.csv\x22\r\nContent-Type: text/csv\r\n\r\nid,address\r\n7,Phuong Ba Dinh\r\n8,P. Ba Dinh HN\r\n--b--\r\n"
expect 200
expect body has "7,Phuong Ba Dinh,00004"
expect body has "8,P. Ba Dinh HN,00004"
run unit resolve --text "Phường Ba Đình, Hà Nội"
expect exit 0
expect out has "00004"
node a -stop
