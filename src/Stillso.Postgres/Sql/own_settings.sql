-- A host that is lost in the middle of a transaction closes no connection: the server ends it, unless whoever runs it has set a time of his own.
select set_config('idle_in_transaction_session_timeout', case current_setting('idle_in_transaction_session_timeout') when '0' then @standstill::text else current_setting('idle_in_transaction_session_timeout') end, true),
    -- The more jobs wait, the dearer the server thinks a lease is; it would compile it for a tenth of a second, each time, and then read a thousand rows.
    set_config('jit', 'off', true)
