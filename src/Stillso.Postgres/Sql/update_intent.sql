update stillso.intents set state = @state, reference = @reference, sends = @sends, sent_at = @sent_at, settled_at = @settled_at, outcome = @outcome
where intent_key = @key
