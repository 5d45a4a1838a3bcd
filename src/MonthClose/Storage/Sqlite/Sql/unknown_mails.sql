select subject, intent_key, sent_at from stillso_intents where state = 'Unknown' and kind = 'email' order by sent_at, intent_key
