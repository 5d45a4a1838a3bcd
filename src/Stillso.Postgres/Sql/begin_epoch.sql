insert into stillso.epochs (owner, lists) values (@owner, true) returning epoch
