create table if not exists customers (
    id text primary key,
    name text,
    email text
) strict;

create table if not exists payment_methods (
    id text primary key,
    customer text,
    exp_month integer,
    exp_year integer,
    fault_used integer not null default 0
) strict;

create table if not exists payment_intents (
    id text primary key,
    idempotency_key text not null,
    amount integer not null check (amount > 0),
    currency text not null,
    customer text,
    payment_method text,
    status text not null check (status in ('requires_payment_method', 'requires_confirmation', 'succeeded', 'canceled')),
    error_code text,
    decline_code text,
    created_at text not null,
    charge_status text check (charge_status in ('succeeded', 'failed')),
    charged_at text
) strict;

-- The first answer per key, a 500 included, with what it answered.
create table if not exists answers (
    idempotency_key text primary key,
    request text not null,
    status integer not null,
    body text not null
) strict;
