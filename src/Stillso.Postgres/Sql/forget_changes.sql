delete from stillso.changes where ctid = any(array(select ctid from stillso.changes where at < @before limit @most))
