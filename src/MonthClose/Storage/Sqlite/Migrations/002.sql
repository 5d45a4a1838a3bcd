-- What later imports may change. A period uses what was imported when its close began.
create table imports (
    import_id integer primary key autoincrement
) strict;

create table prices (
    sku_id text not null,
    currency text not null,
    from_quantity text not null,
    import_id integer not null references imports (import_id),
    unit text,
    unit_price text not null,
    included_quantity text,
    monthly_cap text,
    primary key (sku_id, currency, from_quantity, import_id)
) strict, without rowid;

create table rates (
    base text not null,
    quote text not null,
    as_of integer not null,
    import_id integer not null references imports (import_id),
    rate text not null,
    primary key (base, quote, as_of, import_id)
) strict, without rowid;

create table tax_rates (
    account_id text not null references accounts (account_id),
    import_id integer not null references imports (import_id),
    tax_rate text not null,
    primary key (account_id, import_id)
) strict, without rowid;

create table sellers (
    key text not null,
    import_id integer not null references imports (import_id),
    value text not null,
    primary key (key, import_id)
) strict, without rowid;

insert into imports default values;
insert into sellers (key, import_id, value) select key, 1, value from business;
drop table business;

alter table periods add column import_id integer not null default 0;
update periods set import_id = 1;

-- Single rows of usage cannot be turned into blocks here.
create table upgrade (
    n integer constraint "this store was begun by an earlier version: finish its close there, or import into a new store" check (n = 0)
) strict;
insert into upgrade (n) select count(*) from usage;
drop table upgrade;
drop table usage;
drop table ratings;

-- Rows of one account in one piece of one file: written together, read together.
create table usage_blocks (
    account_id text not null,
    file_id integer not null references usage_files (file_id),
    first_start integer not null,
    last_start integer not null,
    rows blob not null,
    check (first_start <= last_start)
) strict;
create index usage_blocks_account on usage_blocks (account_id, file_id, first_start, last_start);
create index usage_blocks_file on usage_blocks (file_id);

-- Exact sums by line and currency, what they were rated by, and the last usage file that is in them.
create table ratings (
    account_id text not null,
    period text not null,
    currency text not null,
    lines text not null,
    tax_rate text not null,
    through_file integer not null,
    import_id integer not null,
    priced integer not null check (priced in (0, 1)),
    problem text,
    primary key (account_id, period)
) strict, without rowid;

alter table invoices add column tax_rate text not null default '0';
alter table invoices add column carried_to text references invoices (invoice_id);
alter table invoices add column notes text not null default '[]';
-- The period in whose books the issue is; another one than is billed when it was issued after the lock.
alter table invoices add column posted_in text;
update invoices set posted_in = period where invoice_number is not null;
alter table late_usage add column period text;

-- A script belongs to the close that began with it.
alter table script_rows add column period text not null default '';
update script_rows set period = coalesce((select max(period) from periods), '');

-- What a person decided about an item that waited for one.
create table resolutions (
    resolution_id integer primary key autoincrement,
    item text not null,
    account_id text,
    outcome text not null,
    reason text not null,
    at integer not null
) strict;
create index resolutions_account on resolutions (account_id);

create table reopenings (
    period text not null references periods (period),
    at integer not null,
    reason text not null,
    primary key (period, at)
) strict, without rowid;
