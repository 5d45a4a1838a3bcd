select batch, total, pending, superseded, parked, dead, discarded, open, cancelled, completed, on_success, on_failure, on_complete, success
from stillso.batches where batch = @batch
