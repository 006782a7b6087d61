-- A folded case says when its last entry took effect: a history never runs backwards, whatever a late timer brings.
update cases set data = '{"latest_at":"' || to_char(to_timestamp(entry.at / 1000000) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.' || lpad((entry.at % 1000000)::text, 6, '0') || 'Z' || '",' || substr(cases.data, 2)
from entry
where entry.case_id = cases.id and entry.seq = cases.revision and cases.data not like '%"latest_at"%';
