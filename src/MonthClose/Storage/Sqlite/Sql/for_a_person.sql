-- What a job is about ends with its period.
select period, count(*) from (
    select period from invoices where status = 'parked'
    union all
    select substr(coalesce(payload ->> 'InvoiceId', payload ->> 'Period'), -7) from stillso_jobs where state in ('parked', 'dead')
) group by period order by period
