select intent_key, kind, subject, debt, state, frozen, reference, sends, decided_at, sent_at, settled_at, outcome
from stillso.intents where state in ('Sending', 'Unknown', 'Parked') and sent_at < @before order by sent_at, id
