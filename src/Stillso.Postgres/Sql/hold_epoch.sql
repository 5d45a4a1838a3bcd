-- Heartbeats go on meanwhile; who would end the epoch waits for this transaction.
select 1 from stillso.epochs where epoch = @epoch and not over for key share
