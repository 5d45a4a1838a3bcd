select job_id, kind, payload, ordering_key, state, error, code from stillso.jobs
where (error is not null or rank = 9223372036854775807) and state in ('parked', 'dead') and (@job::bigint is null or job_id = @job::bigint)
  and (@kind::text is null or kind = @kind::text) and (@queue::text is null or queue = @queue::text) and (@ordering_key::text is null or ordering_key = @ordering_key::text)
  and (@state::text is null or state = @state::text) and (@text::text is null or position(@text::text in error) > 0)
  and (@code::text is null or code = @code::text)
order by job_id limit @first::bigint
