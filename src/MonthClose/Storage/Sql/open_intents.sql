select subject, debt, state, sent_at, intent_key from stillso_intents where state in ('Unknown', 'Parked') and kind = 'charge' order by sent_at, intent_key
