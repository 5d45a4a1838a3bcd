-- One that is in a transaction now is not waited for: it is looked at again soon.
select epoch from stillso.epochs where not over and heartbeat_at <= clock_timestamp() - @lost_after::interval order by epoch for update skip locked
