-- What a job is about is its invoice, or its account and period; of a period's report, the period.
select job_id, kind, payload, ordering_key, state, error, run_at,
    coalesce(payload ->> 'InvoiceId', payload ->> 'AccountId' || '/' || (payload ->> 'Period'), payload ->> 'Period')
from stillso_jobs where state in ('parked', 'dead') order by job_id
