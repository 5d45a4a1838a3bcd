-- What statements that were written for SQLite name: the store's tables as they are called there, and the functions that PostgreSQL lacks.
create view stillso_subjects as select subject, seq from subjects;

create view stillso_changes as select subject, seq, at, change_id, name collate "C" as name, value from changes;

create view stillso_decisions as
select subject, seq, at, about collate "C" as about, step collate "C" as step, kind collate "C" as kind, believed, believed_at, found, found_at, causes,
    reason collate "C" as reason
from decisions;

create view stillso_intents as select intent_key, kind, subject collate "C" as subject, debt, state, sent_at from intents;

create view stillso_jobs as select job_id, kind, payload::json as payload, ordering_key, state, error, run_at from jobs;

create function json_each(list text) returns table (value text) language sql immutable as 'select e.value from json_array_elements_text(list::json) e';

create function instr(whole text, part text) returns integer language sql immutable as 'select strpos(whole, part)';

create function iif(condition boolean, so text, otherwise text) returns text language sql immutable as 'select case when condition then so else otherwise end';
