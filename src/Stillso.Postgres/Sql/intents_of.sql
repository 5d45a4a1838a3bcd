select intent_key, kind, subject, debt, state, frozen, reference, sends, decided_at, sent_at, settled_at, outcome
from stillso.intents where debt = any(@debts) order by decided_at, id
