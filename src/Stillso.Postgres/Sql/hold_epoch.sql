-- Heartbeats go on meanwhile; who would end the epoch waits for this transaction. What a worker's turn asks besides comes with it, and what own_settings says.
select exists (select 1 from stillso.limits), (select min(next_at) from stillso.schedules where next_at is not null),
    set_config('idle_in_transaction_session_timeout', case current_setting('idle_in_transaction_session_timeout') when '0' then @standstill::text else current_setting('idle_in_transaction_session_timeout') end, true), set_config('jit', 'off', true)
from stillso.epochs where epoch = @epoch and not over for key share
