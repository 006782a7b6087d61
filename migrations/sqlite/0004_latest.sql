-- A folded case says when its last entry took effect: a history never runs backwards, whatever a late timer brings.
update cases set data = '{"latest_at":"' || strftime('%Y-%m-%dT%H:%M:%S', entry.at / 1000000, 'unixepoch') || printf('.%06dZ', entry.at % 1000000) || '",' || substr(cases.data, 2)
from entry
where entry.case_id = cases.id and entry.seq = cases.revision and cases.data not like '%"latest_at"%';
