-- What happened to organisations: recorded once, whatever cases they have.
create table organisation_event (
    id blob not null primary key, -- UUIDv7
    organisation_id blob not null references organisation (id), -- to which
    workflow text, -- the workflow whose event it is; null is the directory's own
    event text not null, -- what: a name of the workflow, or merged, split, renamed
    at integer not null, -- when
    person_id blob references person (id), -- who recorded it; null is the command line
    reason text, -- why
    detail text not null -- what belongs to it, as a JSON object: the name before, who goes on with what
) strict;
create index organisation_event_by_organisation on organisation_event (organisation_id, id);
create trigger organisation_event_is_not_changed before update on organisation_event
begin
    select raise(abort, 'what happened to an organisation is never changed');
end;
create trigger organisation_event_is_not_deleted before delete on organisation_event
begin
    select raise(abort, 'what happened to an organisation is never deleted');
end;
