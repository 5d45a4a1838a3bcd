select job_id from stillso.jobs where cancelled and epoch = @epoch
