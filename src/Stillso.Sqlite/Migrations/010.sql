alter table stillso_jobs add column checkpoint text;
alter table stillso_jobs add column done real check (done between 0 and 1);
alter table stillso_jobs add column note text;
alter table stillso_jobs add column cancelled integer not null default 0 check (cancelled in (0, 1));
