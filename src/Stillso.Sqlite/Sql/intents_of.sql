select intent_key, kind, subject, debt, state, frozen, reference, sends, decided_at, sent_at, settled_at, outcome
from stillso_intents where debt in (select value from json_each(@debts)) order by decided_at, rowid
