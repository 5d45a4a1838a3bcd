select job_id, kind, payload, ordering_key, state, error, code from stillso_jobs indexed by stillso_jobs_stopped
where state in ('parked', 'dead') and job_id between coalesce(@job, 0) and coalesce(@job, 9223372036854775807)
  and (@kind is null or kind = @kind) and (@queue is null or queue = @queue) and (@ordering_key is null or ordering_key = @ordering_key)
  and (@state is null or state = @state) and (@text is null or instr(error, @text) > 0)
  and (@code is null or code = @code)
order by job_id limit @first
