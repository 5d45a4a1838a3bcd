create table facts (
    subject text primary key,
    value text not null
) strict, without rowid;
