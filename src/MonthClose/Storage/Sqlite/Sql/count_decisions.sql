select lower(d.kind), count(*) from stillso_decisions d where @period <> '' group by d.kind
