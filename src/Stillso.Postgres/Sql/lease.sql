with listed as (insert into stillso.leases (epoch, lease, jobs) values (@epoch, @lease, @jobs::bigint[])), over as (delete from stillso.leases where epoch = @epoch and lease = any(@over::bigint[]))
update stillso.jobs set state = 'leased', epoch = @epoch, attempt = attempt + 1, has_turn = false where ctid = any(@rows::text[]::tid[]) and state = 'waiting'
