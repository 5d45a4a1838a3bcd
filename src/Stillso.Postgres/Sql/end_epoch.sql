with over as (delete from stillso.leases where epoch = @epoch) update stillso.epochs set over = true where epoch = @epoch
