alter table stillso_decisions add column code text not null default '';
alter table stillso_jobs add column code text not null default '';
