alter table stillso_jobs add column version integer not null default 1;
