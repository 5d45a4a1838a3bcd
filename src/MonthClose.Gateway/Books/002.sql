-- Keys and references are their tables' order: one tree a table instead of two.
create table customers_2 (
    id text primary key,
    name text,
    email text
) strict, without rowid;
insert into customers_2 select id, name, email from customers;
drop table customers;
alter table customers_2 rename to customers;

create table answers_2 (
    idempotency_key text primary key,
    request text not null,
    status integer not null,
    body text not null
) strict, without rowid;
insert into answers_2 select idempotency_key, request, status, body from answers;
drop table answers;
alter table answers_2 rename to answers;

create table payment_methods_2 (
    id text primary key,
    customer text,
    exp_month integer,
    exp_year integer,
    fault_used integer not null default 0
) strict, without rowid;
insert into payment_methods_2 select id, customer, exp_month, exp_year, fault_used from payment_methods;
drop table payment_methods;
alter table payment_methods_2 rename to payment_methods;

-- events: how many the PaymentIntent has had; ids of events are derived from it.
create table payment_intents_2 (
    id text primary key,
    idempotency_key text not null,
    amount integer not null check (amount > 0),
    currency text not null,
    customer text,
    payment_method text,
    status text not null check (status in (
        'requires_payment_method', 'requires_confirmation', 'requires_action', 'succeeded', 'canceled')),
    error_code text,
    decline_code text,
    created_at text not null,
    charge_status text check (charge_status in ('succeeded', 'failed')),
    charged_at text,
    events integer not null default 0
) strict, without rowid;
insert into payment_intents_2
select id, idempotency_key, amount, currency, customer, payment_method, status, error_code, decline_code, created_at,
    charge_status, charged_at, 0
from payment_intents;
drop table payment_intents;
alter table payment_intents_2 rename to payment_intents;
