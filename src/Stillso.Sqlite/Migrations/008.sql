alter table stillso_jobs add column trace_parent text;
