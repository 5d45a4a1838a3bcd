delete from stillso_discarded where at < @before
