--: rows hook_send_due(now int) -> id int, hook int, body text, attempts int, due_at int,
--:+ url text, secret_no int
SELECT d.id, d.hook, d.body, d.attempts, d.due_at, h.url, h.secret_no
  FROM hook h
  JOIN hook_delivery d ON d.id = (SELECT MIN(w.id) FROM hook_delivery w
                                   WHERE w.hook = h.id AND w.state = 'waiting')
 WHERE h.state = 'active' AND d.due_at <= :now
 ORDER BY d.id LIMIT 16;

--: run hook_send_claim(id int, was int, due_at int)
UPDATE hook_delivery SET due_at = :due_at WHERE id = :id AND due_at = :was AND state = 'waiting';

--: run hook_send_note(id int, state text, attempts int, due_at int, tried_at int, status int,
--:+ fault text)
UPDATE hook_delivery SET state = :state, attempts = :attempts, due_at = :due_at,
       tried_at = :tried_at, status = :status, fault = :fault
 WHERE id = :id AND state = 'waiting';

--: run hook_send_clean(before int)
DELETE FROM hook_delivery WHERE state = 'sent' AND made_at < :before;

--: maybe hook_send_mine(id int, due_at int) -> id int
SELECT id FROM hook_delivery WHERE id = :id AND due_at = :due_at AND state = 'waiting';
