select pg_notify(@channel, @who)
