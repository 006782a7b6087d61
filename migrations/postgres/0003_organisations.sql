-- What happened to organisations: recorded once, whatever cases they have.
create table organisation_event (
    id uuid not null primary key, -- UUIDv7
    organisation_id uuid not null references organisation (id), -- to which
    workflow text, -- the workflow whose event it is; null is the directory's own
    event text not null, -- what: a name of the workflow, or merged, split, renamed
    at bigint not null, -- when
    person_id uuid references person (id), -- who recorded it; null is the command line
    reason text, -- why
    detail text not null -- what belongs to it, as a JSON object: the name before, who goes on with what
);
create index organisation_event_by_organisation on organisation_event (organisation_id, id);
create trigger organisation_event_is_not_changed before update or delete or truncate on organisation_event
    for each statement execute function refuse_rewriting();
