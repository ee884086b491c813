/* The module: what the kernel of obligations brings to the process. It has no pages. */
#include "common/work/work_state.h"

#include "common/ledger/ledger.h"
#include "work_schema.h"

static const struct sealed *const sealed[] = { &work_obligation_sealed, &work_event_sealed,
                                               &work_party_sealed,      &work_list_sealed,
                                               &work_day_off_sealed,    &work_passing_sealed };

static const struct command commands[] = {
    { "rebuild-tallies", "",
      "Count all figures again from the events, if check says that they differ", work_rebuild },
    { "day-off", "DAY --source TEXT [--worked]",
      "Announce a weekday off, or a weekend day worked: deadlines in working days move",
      work_day_command },
};

static bool start(struct ctx *c)
{
    (void)c;
    unit_moved = work_units_moved;
    return true;
}

const struct module work_module = {
    .name = "work",
    LISTED(schema, work_schema),
    LISTED(sealed, sealed),
    LISTED(commands, commands),
    .check = work_check,
    .start = start,
    .passing = &work_passing,
    .stop = work_calendar_stop,
};
