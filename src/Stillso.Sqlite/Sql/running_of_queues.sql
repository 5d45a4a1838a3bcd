select queue, count(*) from stillso_jobs where epoch is not null group by queue
