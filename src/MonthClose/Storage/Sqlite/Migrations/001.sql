create table settings (
    name text primary key,
    value text not null
) strict, without rowid;

create table business (
    key text primary key,
    value text not null
) strict, without rowid;

create table usage_files (
    file_id integer primary key,
    name text not null unique,
    sha256 text not null,
    visible integer not null default 0 check (visible in (0, 1))
) strict;

create table accounts (
    account_id text primary key,
    name text not null,
    email text,
    currency text not null check (length(currency) = 3),
    time_zone text not null,
    country text,
    tax_rate text not null,
    status text not null check (status in ('active', 'closed')),
    display_currency text,
    gateway_customer_id text,
    loaded text not null
) strict, without rowid;

create table payment_methods (
    payment_method_id text primary key,
    account_id text not null references accounts (account_id),
    is_default integer not null check (is_default in (0, 1)),
    exp_month integer check (exp_month between 1 and 12),
    exp_year integer,
    loaded text
) strict, without rowid;
create index payment_methods_account on payment_methods (account_id);
create unique index payment_methods_default on payment_methods (account_id) where is_default = 1;

create table credits (
    credit_id text primary key,
    account_id text not null references accounts (account_id),
    amount text not null,
    remaining text not null,
    currency text not null,
    granted_at integer not null,
    expires_at integer,
    kind text not null check (kind in ('promo', 'prepaid', 'goodwill')),
    posted integer not null default 0 check (posted in (0, 1)),
    loaded text
) strict, without rowid;
create index credits_account on credits (account_id);

-- What was received outside the gateway and waits for the outcome of a charge.
create table waiting_transfers (
    change_id text primary key,
    account_id text not null,
    amount text not null,
    currency text not null,
    received_at integer not null
) strict, without rowid;
create index waiting_transfers_account on waiting_transfers (account_id);

create table usage (
    account_id text not null,
    charge_start integer not null,
    file_id integer not null,
    line integer not null,
    category text not null,
    service text not null,
    cost text not null,
    currency text not null,
    primary key (account_id, charge_start, file_id, line)
) strict, without rowid;

-- Usage that arrived by itself, after or during a close.
create table late_usage (
    change_id text primary key,
    account_id text not null,
    charge_start integer not null,
    cost text not null,
    currency text not null,
    billed_by text
) strict, without rowid;
create index late_usage_account on late_usage (account_id);

create table periods (
    period text primary key,
    state text not null check (state in ('open', 'closing', 'closed')),
    began_at integer,
    closed_at integer
) strict, without rowid;

create table ratings (
    account_id text not null,
    period text not null,
    lines text not null,
    total text not null,
    currency text not null,
    primary key (account_id, period)
) strict, without rowid;

-- Gapless numbers, in order of issue; within one instant in order of account id.
create table invoice_series (
    period text primary key,
    last_number integer not null,
    last_issued_at integer not null,
    last_account text not null
) strict, without rowid;

create table invoices (
    invoice_id text primary key,
    invoice_number text unique,
    account_id text not null references accounts (account_id),
    period text not null,
    currency text not null,
    subtotal text,
    tax text,
    carried_in text,
    total text,
    credits_applied text not null default '0',
    amount_paid text not null default '0',
    amount_due text not null default '0',
    status text not null check (status in ('paid', 'open', 'carried_forward', 'parked')),
    issued_at integer,
    lines text not null,
    dunning text not null check (dunning in ('first_charge', 'failed', 'retrying', 'waiting', 'over')),
    retries integer not null default 0 check (retries >= 0),
    unique (account_id, period),
    check ((invoice_number is null) = (issued_at is null)),
    check (issued_at is not null or status = 'parked')
) strict, without rowid;

create table credit_uses (
    account_id text not null,
    invoice_id text not null,
    ordinal integer not null,
    credit_id text not null,
    amount text not null,
    currency text not null,
    applied_at integer not null,
    primary key (account_id, invoice_id, ordinal)
) strict, without rowid;

create table payments (
    account_id text not null,
    ordinal integer not null,
    invoice_id text,
    attempt integer,
    amount text not null,
    currency text not null,
    payment_method_id text,
    status text check (status in ('succeeded', 'declined', 'action_required', 'no_payment_method', 'canceled', 'unknown')),
    decline_code text,
    gateway_reference text,
    idempotency_key text,
    decided_at integer not null,
    decided_seq integer not null default 0,
    settled_at integer,
    primary key (account_id, ordinal)
) strict, without rowid;
create unique index payments_attempt on payments (invoice_id, attempt) where attempt is not null;
create unique index payments_one_success on payments (invoice_id) where status = 'succeeded' and attempt is not null;

create table holds (
    account_id text not null,
    invoice_id text not null,
    placed_at integer not null,
    released_at integer,
    reason text not null,
    primary key (account_id, invoice_id),
    check (released_at is null or released_at >= placed_at)
) strict, without rowid;

-- At most one e-mail per cause: its Message-ID is derived from the cause.
create table emails (
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
    primary key (account_id, ordinal)
) strict, without rowid;

create table journal (
    account_id text not null,
    entry text not null,
    line integer not null,
    at integer not null,
    period text not null,
    ledger_account text not null,
    debit text not null,
    credit text not null,
    currency text not null,
    reference text not null,
    unique (account_id, entry, line),
    check ((debit = '0') <> (credit = '0'))
) strict;

create table script_rows (
    script_row integer primary key,
    boundary text not null,
    account_id text not null,
    change text not null,
    value text not null,
    reached integer not null default 0 check (reached in (0, 1)),
    fired integer not null default 0 check (fired in (0, 1)),
    change_id text
) strict;
create index script_rows_pending on script_rows (account_id) where reached = 1 and fired = 0;
