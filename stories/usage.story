# Words that make no sense are refused with a sentence and status 2; nothing is made.
only sqlite
node a
run nonsense
expect exit 2
expect out has "there is no command"
run task reprot 7
expect exit 2
expect out has "there is no command task reprot; see: lienthong help task"
run help release
expect exit 0
expect out has "release publish"
run check
expect exit 1
expect out has "there is no database"
run serve --prot 8080
expect exit 2
expect out has "did you mean --port"
run migrate
expect exit 0
run migrate one too many
expect exit 2
run help
expect exit 0
run help settings
expect out has "--port"
run help rights --json
expect exit 0
run help no such thing
expect exit 2
run task report --help
expect exit 0
expect out has "--product"
run core health
expect exit 0
expect out has "ok"
run core health --bogus 1
expect exit 2
