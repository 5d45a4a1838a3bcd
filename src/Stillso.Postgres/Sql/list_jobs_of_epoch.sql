-- Workers of the version before list nothing.
insert into stillso.leases (epoch, lease, jobs)
select @epoch, 0, array_agg(job_id) from stillso.jobs where epoch = @epoch and not (select lists from stillso.epochs where epoch = @epoch) having count(*) > 0
