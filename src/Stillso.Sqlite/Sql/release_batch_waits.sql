update stillso_jobs set waits_for = waits_for - 1 where job_id in (select job_id from stillso_batch_waits where batch = @batch)
