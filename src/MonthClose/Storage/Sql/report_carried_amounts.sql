select currency, amount_due from invoices where status = 'carried_forward' and carried_to is null
