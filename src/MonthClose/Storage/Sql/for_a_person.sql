-- What a job is about ends with its period.
select period, count(*) from (
    select period from invoices where status = 'parked'
    union all
    select substr(about, length(about) - 6) from (
        select coalesce(payload ->> 'InvoiceId', payload ->> 'Period') as about from stillso_jobs where state in ('parked', 'dead')) stopped
) items group by period order by period
