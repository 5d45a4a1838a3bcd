select queue, count(*) from stillso.jobs where epoch is not null group by queue
