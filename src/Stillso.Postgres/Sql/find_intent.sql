select intent_key, kind, subject, debt, state, frozen, reference, sends, decided_at, sent_at, settled_at, outcome
from stillso.intents where intent_key = @key
