-- contracting: a case says under which name the register lists it, and every list of cases has its index
alter table cases add column register_name text collate "C"; -- name of its organisation in lower case, once it has a standing; null if the register does not list it
update cases set register_name = (select name_key from organisation where organisation.id = cases.organisation_id)
where standing is not null;
create index cases_by_register on cases (workflow, register_name, id) where register_name is not null;
create index cases_by_register_and_standing on cases (workflow, standing, register_name, id) where register_name is not null;
create index cases_by_state_and_due on cases (workflow, kind, state, coalesce(next_due_at, 9223372036854775807), id);
drop index cases_by_due;
drop index cases_by_call;
create index cases_by_call on cases (call_id, kind, state, id) where call_id is not null;
