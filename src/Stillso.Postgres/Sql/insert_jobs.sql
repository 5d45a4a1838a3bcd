insert into stillso.jobs (job_id, queue, kind, version, payload, premises, ordering_key, unique_key, unique_until, run_at, rank, priority, max_attempts, max_losses, batch, waits_for, occurrence, deadline, trace_parent, limit_name, limit_key)
select * from unnest(
    @ids::bigint[], @queues::text[], @kinds::text[], @versions::integer[], @payloads::text[], @premises::text[], @ordering_keys::text[], @unique_keys::text[], @unique_untils::text[], @run_ats::bigint[], @ranks::bigint[],
    @priorities::integer[], @max_attempts::integer[], @max_losses::integer[], @batches::text[], @waits_for::integer[], @occurrences::bigint[], @deadlines::bigint[], @trace_parents::text[], @limits::text[], @limit_keys::text[])
on conflict (unique_key) where unique_key is not null do nothing
returning job_id
