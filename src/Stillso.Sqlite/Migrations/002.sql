-- Decisions are only ever added: at the end of a table, whole pages of them at a time, and not each into a page of its own.
create table decisions (
    subject text not null,
    seq integer not null,
    at integer not null,
    about text not null,
    step text not null,
    kind text not null check (kind in ('Acted', 'Revised', 'Superseded', 'Deferred', 'Parked')),
    believed text not null,
    believed_at integer,
    found text not null,
    found_at integer,
    causes text not null,
    reason text not null,
    unique (subject, seq)
) strict;
insert into decisions (subject, seq, at, about, step, kind, believed, believed_at, found, found_at, causes, reason)
select subject, seq, at, about, step, kind, believed, believed_at, found, found_at, causes, reason from stillso_decisions order by at, subject, seq;
drop table stillso_decisions;
alter table decisions rename to stillso_decisions;
