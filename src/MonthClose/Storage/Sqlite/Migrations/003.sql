-- Mails are only ever added: at the end of a table, whole pages of them at a time, and not each into a page of its own.
create table mails (
    account_id text not null,
    ordinal integer not null,
    message_id text not null unique,
    invoice_id text not null,
    kind text not null check (kind in ('invoice', 'receipt', 'payment_failed', 'hold_warning', 'hold_placed', 'hold_released')),
    recipient text not null,
    as_of integer not null,
    balance text not null,
    currency text not null,
    sent_at integer,
    notice text not null,
    unique (account_id, ordinal)
) strict;
insert into mails (account_id, ordinal, message_id, invoice_id, kind, recipient, as_of, balance, currency, sent_at, notice)
select account_id, ordinal, message_id, invoice_id, kind, recipient, as_of, balance, currency, sent_at, notice from emails order by as_of, account_id, ordinal;
drop table emails;
alter table mails rename to emails;
