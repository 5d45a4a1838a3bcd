alter table stillso_jobs add column deadline integer;
-- How many jobs were begun when its worker was last lost, and how often it was the only one.
alter table stillso_jobs add column lost_with integer not null default 0;
alter table stillso_jobs add column lost_alone integer not null default 0;
