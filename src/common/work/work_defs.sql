-- Pieces for all that read obligations: their columns, and who sees them.
-- @work_visible needs :me and :everywhere, see account_defs.sql. A unit sees what it owes,
-- what is owed to it, and what it is a party of (co-ordinating now, or owner of a part).

--: define work_columns(o)
o.tenant, o.id, o.parent, o.parent_tenant, o.kind, o.list, o.owner, o.creditor, o.measures,
o.title, o.title_en, o.title_de, o.due_text, o.working_days, o.opened, o.due, o.reported,
o.product_day, o.done, o.done_known, o.withdrawn, o.reopened, o.asked_due, o.received,
o.extensions, o.returns, o.moves, o.parts, o.parts_done, o.settled, o.version;

--: define work_visible(o)
(@reaches(o.owner) OR @reaches(o.creditor) OR EXISTS (
    SELECT 1 FROM work_party wp JOIN unit_reach wr ON wr.unit = wp.unit
           JOIN account_role wa ON wa.unit = wr.above
     WHERE wp.tenant = o.tenant AND wp.obligation = o.id
       AND wa.account = :me AND wa.until_at = 0));
