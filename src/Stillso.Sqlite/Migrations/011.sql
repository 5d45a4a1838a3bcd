alter table stillso_intents add column outcome text;
