alter table stillso_jobs add column max_losses integer not null default 3 check (max_losses > 0);
