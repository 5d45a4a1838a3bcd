insert into stillso.intents (intent_key, kind, subject, debt, state, frozen, reference, sends, decided_at, sent_at, settled_at, outcome)
values (@key, @kind, @subject, @debt, @state, @frozen, @reference, @sends, @decided_at, @sent_at, @settled_at, @outcome)
on conflict do nothing
