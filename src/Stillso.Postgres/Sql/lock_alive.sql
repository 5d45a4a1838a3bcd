-- They cannot end before this transaction has, and so release what is to wait for them.
select job_id from stillso.jobs where job_id = any(@jobs) and state not in ('parked', 'dead') order by job_id for share
