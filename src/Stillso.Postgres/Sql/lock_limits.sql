select 1 from (select pg_advisory_xact_lock(hashtextextended('stillso.limits', 0))) as locked
