insert into reopenings (period, at, reason) values (@period, @at, @reason)
