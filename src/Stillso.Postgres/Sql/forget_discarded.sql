delete from stillso.discarded where at < @before
