-- In order, so that two who want the same subjects wait for each other and not both at once.
select subject, seq from stillso.subjects where subject = any(@subjects::text[]) order by subject for no key update
