update stillso_intents set state = @state, reference = @reference, sends = @sends, sent_at = @sent_at, settled_at = @settled_at
where intent_key = @key
