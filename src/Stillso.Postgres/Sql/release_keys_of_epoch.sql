delete from stillso.keys k using stillso.jobs j where j.epoch = @epoch and k.ordering_key = j.ordering_key and k.job_id = j.job_id
