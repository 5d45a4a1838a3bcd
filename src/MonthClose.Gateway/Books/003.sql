-- Events that a webhook is to be told of, until it has answered.
create table events (
    event_number integer primary key autoincrement,
    event_id text not null unique,
    body text not null,
    attempts integer not null default 0,
    delivered integer not null default 0 check (delivered in (0, 1))
) strict;
create index events_pending on events (event_number) where delivered = 0;
