insert into stillso.epochs (owner) values (@owner) returning epoch
