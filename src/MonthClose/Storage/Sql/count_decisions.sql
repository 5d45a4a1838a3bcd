select lower(kind), count(*) from stillso_decisions where about = @period or about like '%/' || @period group by kind
