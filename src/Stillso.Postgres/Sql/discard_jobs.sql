with gone as (delete from stillso.jobs where job_id = any(@jobs) and state in ('parked', 'dead') returning job_id, kind)
insert into stillso.discarded (job_id, kind, reason, at) select job_id, kind, @reason, @at from gone
