-- The domain's tables beside the store's, as SQLite has them: amounts are texts, instants milliseconds since 1970. Texts are compared by
-- code points. The search path leads here.
create table settings (
    name text primary key,
    value text not null
);

create table imports (
    import_id bigint generated always as identity primary key
);
insert into imports default values;

create table usage_files (
    file_id bigint generated always as identity primary key,
    name text not null unique,
    sha256 text not null,
    visible integer not null default 0 check (visible in (0, 1))
);

create table usage_blocks (
    account_id text collate "C" not null,
    file_id bigint not null references usage_files (file_id),
    first_start bigint not null,
    last_start bigint not null,
    rows bytea not null,
    rowid bigint generated always as identity,
    check (first_start <= last_start)
);
create index usage_blocks_account on usage_blocks (account_id, file_id, first_start, last_start);
create index usage_blocks_file on usage_blocks (file_id);

create table accounts (
    account_id text collate "C" primary key,
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
);

create table payment_methods (
    payment_method_id text collate "C" primary key,
    account_id text collate "C" not null references accounts (account_id),
    is_default integer not null check (is_default in (0, 1)),
    exp_month integer check (exp_month between 1 and 12),
    exp_year integer,
    loaded text
);
create index payment_methods_account on payment_methods (account_id);
create unique index payment_methods_default on payment_methods (account_id) where is_default = 1;

create table credits (
    credit_id text collate "C" primary key,
    account_id text collate "C" not null references accounts (account_id),
    amount text not null,
    remaining text not null,
    currency text not null,
    granted_at bigint not null,
    expires_at bigint,
    kind text not null check (kind in ('promo', 'prepaid', 'goodwill')),
    posted integer not null default 0 check (posted in (0, 1)),
    loaded text
);
create index credits_account on credits (account_id);

create table waiting_transfers (
    change_id text collate "C" primary key,
    account_id text collate "C" not null,
    amount text not null,
    currency text not null,
    received_at bigint not null
);
create index waiting_transfers_account on waiting_transfers (account_id);

create table late_usage (
    change_id text collate "C" primary key,
    account_id text collate "C" not null,
    charge_start bigint not null,
    cost text not null,
    currency text not null,
    billed_by text,
    period text collate "C"
);
create index late_usage_account on late_usage (account_id);

create table prices (
    sku_id text collate "C" not null,
    currency text collate "C" not null,
    from_quantity text collate "C" not null,
    import_id bigint not null references imports (import_id),
    unit text,
    unit_price text not null,
    included_quantity text,
    monthly_cap text,
    primary key (sku_id, currency, from_quantity, import_id)
);

create table rates (
    base text collate "C" not null,
    quote text collate "C" not null,
    as_of bigint not null,
    import_id bigint not null references imports (import_id),
    rate text not null,
    primary key (base, quote, as_of, import_id)
);

create table tax_rates (
    account_id text collate "C" not null references accounts (account_id),
    import_id bigint not null references imports (import_id),
    tax_rate text not null,
    primary key (account_id, import_id)
);

create table sellers (
    key text collate "C" not null,
    import_id bigint not null references imports (import_id),
    value text not null,
    primary key (key, import_id)
);

create table periods (
    period text collate "C" primary key,
    state text not null check (state in ('open', 'closing', 'closed')),
    began_at bigint,
    closed_at bigint,
    import_id bigint not null default 0
);

create table ratings (
    account_id text collate "C" not null,
    period text collate "C" not null,
    currency text not null,
    lines text not null,
    tax_rate text not null,
    through_file bigint not null,
    import_id bigint not null,
    priced integer not null check (priced in (0, 1)),
    problem text,
    primary key (account_id, period)
);
create index ratings_period on ratings (period);

create table invoice_series (
    period text collate "C" primary key,
    last_number bigint not null,
    last_issued_at bigint not null,
    last_account text not null
);

create table invoices (
    invoice_id text collate "C" primary key,
    invoice_number text collate "C" unique,
    account_id text collate "C" not null references accounts (account_id),
    period text collate "C" not null,
    currency text not null,
    subtotal text,
    tax text,
    carried_in text,
    total text,
    credits_applied text not null default '0',
    amount_paid text not null default '0',
    amount_due text not null default '0',
    status text not null check (status in ('paid', 'open', 'carried_forward', 'parked')),
    issued_at bigint,
    lines text not null,
    dunning text not null check (dunning in ('first_charge', 'failed', 'retrying', 'waiting', 'over')),
    retries integer not null default 0 check (retries >= 0),
    tax_rate text not null default '0',
    carried_to text collate "C" references invoices (invoice_id),
    notes text not null default '[]',
    posted_in text collate "C",
    unique (account_id, period),
    check ((invoice_number is null) = (issued_at is null)),
    check (issued_at is not null or status = 'parked')
);

create table credit_uses (
    account_id text collate "C" not null,
    invoice_id text collate "C" not null,
    ordinal integer not null,
    credit_id text collate "C" not null,
    amount text not null,
    currency text not null,
    applied_at bigint not null,
    primary key (account_id, invoice_id, ordinal)
);

create table payments (
    account_id text collate "C" not null,
    ordinal integer not null,
    invoice_id text collate "C",
    attempt integer,
    amount text not null,
    currency text not null,
    payment_method_id text collate "C",
    status text check (status in ('succeeded', 'declined', 'action_required', 'no_payment_method', 'canceled', 'unknown')),
    decline_code text,
    gateway_reference text collate "C",
    idempotency_key text collate "C",
    decided_at bigint not null,
    decided_seq bigint not null default 0,
    settled_at bigint,
    primary key (account_id, ordinal)
);
create unique index payments_attempt on payments (invoice_id, attempt) where attempt is not null;
create unique index payments_one_success on payments (invoice_id) where status = 'succeeded' and attempt is not null;

create table holds (
    account_id text collate "C" not null,
    invoice_id text collate "C" not null,
    placed_at bigint not null,
    released_at bigint,
    reason text not null,
    primary key (account_id, invoice_id),
    check (released_at is null or released_at >= placed_at)
);

create table emails (
    rowid bigint generated always as identity primary key,
    account_id text collate "C" not null,
    ordinal integer not null,
    message_id text collate "C" not null unique,
    invoice_id text collate "C" not null,
    kind text not null check (kind in ('invoice', 'receipt', 'payment_failed', 'hold_warning', 'hold_placed', 'hold_released')),
    recipient text not null,
    as_of bigint not null,
    balance text not null,
    currency text not null,
    sent_at bigint,
    notice text not null,
    unique (account_id, ordinal)
);

create table journal (
    rowid bigint generated always as identity,
    account_id text collate "C" not null,
    entry text collate "C" not null,
    line integer not null,
    at bigint not null,
    period text collate "C" not null,
    ledger_account text collate "C" not null,
    debit text not null,
    credit text not null,
    currency text not null,
    reference text not null,
    unique (account_id, entry, line),
    check ((debit = '0') <> (credit = '0'))
);

create table script_rows (
    script_row bigint generated always as identity primary key,
    boundary text not null,
    account_id text collate "C" not null,
    change text not null,
    value text not null,
    reached integer not null default 0 check (reached in (0, 1)),
    fired integer not null default 0 check (fired in (0, 1)),
    change_id text,
    period text collate "C" not null default ''
);
create index script_rows_pending on script_rows (account_id) where reached = 1 and fired = 0;

create table resolutions (
    resolution_id bigint generated always as identity primary key,
    item text not null,
    account_id text collate "C",
    outcome text not null,
    reason text not null,
    at bigint not null
);
create index resolutions_account on resolutions (account_id);

create table reopenings (
    period text collate "C" not null references periods (period),
    at bigint not null,
    reason text not null,
    primary key (period, at)
);
