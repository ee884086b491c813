# The set-up of the units is whole, on every day. A folder that is no list is refused with every reason, and
# nothing of the list has changed by it.
node a
run unit load
expect exit 0
run unit check
expect exit 0
expect out has "provinces 34 communes 3321 old_provinces 63 old_districts 696 old_communes 10035 edges 10035 whole 131 part 0 later 0"
run unit import /no/such/folder
expect exit 1
expect out has "provinces.csv: this file is missing"
expect out has "communes_facts.csv: this file is missing"
run unit import
expect exit 2
run unit load
expect exit 1
expect out has "this database has units already"
run unit check
expect exit 0
run verify
expect exit 0
