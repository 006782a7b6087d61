-- contracting: what an entry says in full stands beside its columns; a program that looks for it elsewhere finds nothing
alter table entry add column salt text; -- random, in hexadecimal, so that the digest tells nothing about an erased body; null is erased
alter table entry add column body text check ((salt is null) = (body is null)); -- the entry as JSON; null is erased
drop trigger entry_is_not_changed;
update entry set salt = payload.salt, body = payload.body
from payload
where payload.case_id = entry.case_id and payload.seq = entry.seq;
drop table payload;
-- Only what it says can be taken out of an entry.
create trigger entry_is_not_changed before update on entry
when new.salt is not null or new.body is not null
    or (new.case_id, new.seq, new.at, new.recorded_at, new.event, new.actor_id, new.role, new.from_state, new.to_state,
        new.payload_digest, new.previous_hash, new.hash)
    is not (old.case_id, old.seq, old.at, old.recorded_at, old.event, old.actor_id, old.role, old.from_state, old.to_state,
        old.payload_digest, old.previous_hash, old.hash)
begin
    select raise(abort, 'an entry is never changed, only erased');
end;
