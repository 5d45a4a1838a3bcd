select i.account_id, i.invoice_id, i.period, d.at, d.reason from invoices i
left join stillso_decisions d on d.subject = i.account_id and d.about = i.invoice_id and d.kind = 'Parked'
    and d.seq = (select max(l.seq) from stillso_decisions l where l.subject = i.account_id and l.about = i.invoice_id and l.kind = 'Parked')
where i.status = 'parked' and i.invoice_number is null order by i.invoice_id
