-- Each job that is leased leaves a second entry beside its first: with room for it no page is divided, or searched for entries that could go, while jobs are leased.
alter index stillso.jobs_pkey set (fillfactor = 50);
