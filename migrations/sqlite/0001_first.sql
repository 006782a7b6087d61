-- The first version of every table. Instants are microseconds since 1970-01-01 UTC.

-- What the database knows of itself.
create table meta (
    key text not null primary key, -- name of the mark, such as `clock`
    value text not null -- its value
) strict;

-- Published versions of workflows.
create table workflow (
    name text not null, -- name of the folder
    version integer not null check (version >= 1), -- counts from 1 for each name
    digest text not null, -- SHA-256 of the files, in hexadecimal
    files text not null, -- the files as a JSON object: path to text
    published_at integer not null, -- when it was put in force
    primary key (name, version)
) strict;

-- Bodies that own cases.
create table organisation (
    id blob not null primary key, -- UUIDv7
    name text not null, -- name as written
    name_key text not null, -- name in lower case, for finding and ordering
    language text not null, -- language it is written to in
    successor_id blob references organisation (id), -- the organisation that goes on in its place
    created_at integer not null -- when it was entered
) strict;
create index organisation_by_name on organisation (name_key, id);

-- People.
create table person (
    id blob not null primary key, -- UUIDv7
    name text not null, -- name as written
    email text not null unique check (email = lower(email)), -- address, in lower case
    language text not null, -- language they are written to in
    created_at integer not null -- when they were entered
) strict;

-- Who holds which role, from a date to a date.
create table seat (
    id blob not null primary key, -- UUIDv7
    person_id blob not null references person (id), -- who
    role text not null, -- the role
    seat text, -- the seat, for roles of organisations
    organisation_id blob references organisation (id), -- for which organisation; null is for the house
    workflow text, -- in which workflow; null is in all
    from_at integer, -- since when; null is always
    until_at integer, -- until when, exclusive; null is open
    check (from_at is null or until_at is null or from_at <= until_at)
) strict;
create index seat_by_organisation on seat (organisation_id);
create index seat_by_person on seat (person_id);

-- Rounds of a workflow, each with its own dates and quota.
create table call (
    id blob not null primary key, -- UUIDv7
    workflow text not null, -- the workflow
    kind text not null, -- kind of its cases
    name text not null, -- its name, such as `2027`
    opens_at integer not null, -- when it opens
    closes_at integer not null, -- the instant after the last moment of submission
    quota integer check (quota >= 0), -- how many cases may take a place; null is any number
    taken integer not null check (taken >= 0), -- how many places are taken
    dates text not null, -- further dates as a JSON object: name to instant
    round text, -- the round this call stands for, as JSON, if its cases are opened by a cycle
    created_at integer not null, -- when it was entered
    unique (workflow, kind, name),
    check (opens_at <= closes_at)
) strict;

-- Cases, each the fold of its history.
create table cases (
    id blob not null primary key, -- UUIDv7
    workflow text not null, -- the workflow
    version integer not null, -- the version it obeys
    kind text not null, -- kind of case
    organisation_id blob not null references organisation (id), -- its owner
    call_id blob references call (id), -- the call it belongs to
    parent_id blob references cases (id), -- the case that opened it
    state text not null, -- the state it stands in
    closed integer not null check (closed in (0, 1)), -- whether that state is final
    standing text, -- the member's standing, once it has one
    revision integer not null check (revision >= 1), -- number of entries; every change raises it
    next_due_at integer, -- the nearest due date of its duties
    opened_at integer not null, -- when it was opened
    entered_at integer not null, -- when it entered its state
    single_key text unique, -- what it is the only one for, such as one application for an organisation and call
    data text not null, -- the folded case as JSON
    foreign key (workflow, version) references workflow (name, version)
) strict;
create index cases_by_organisation on cases (organisation_id, id);
create index cases_by_call on cases (call_id, id) where call_id is not null;
create index cases_by_parent on cases (parent_id, id) where parent_id is not null;
create index cases_by_state on cases (workflow, kind, state, id);
create index cases_by_standing on cases (workflow, standing, id) where standing is not null;
create index cases_by_due on cases (next_due_at) where next_due_at is not null;

-- The histories. Append-only: nothing here is ever changed or taken away.
create table entry (
    case_id blob not null references cases (id), -- whose history
    seq integer not null check (seq >= 1), -- place in it, from 1
    at integer not null, -- when it took effect
    recorded_at integer not null, -- when it was written down
    event text not null, -- the event's name
    actor_id blob, -- who acted; null is the engine
    role text, -- the role and seat the actor used
    from_state text, -- state before; null for the first entry
    to_state text not null, -- state after
    payload_digest text not null, -- SHA-256 of the payload's salt and body, in hexadecimal
    previous_hash text not null, -- hash of the entry before; sixty-four zeros for the first
    hash text not null, -- SHA-256 over this entry, in hexadecimal
    primary key (case_id, seq)
) strict;

-- What entries say in full; kept apart so that it can be erased without breaking the chain.
create table payload (
    case_id blob not null, -- whose history
    seq integer not null, -- which entry
    salt text not null, -- random, in hexadecimal, so that the digest tells nothing about an erased body
    body text not null, -- the entry as JSON
    primary key (case_id, seq),
    foreign key (case_id, seq) references entry (case_id, seq)
) strict;
create trigger entry_is_not_changed before update on entry
begin
    select raise(abort, 'an entry is never changed');
end;
create trigger entry_is_not_deleted before delete on entry
begin
    select raise(abort, 'an entry is never deleted');
end;
create trigger payload_is_not_changed before update on payload
begin
    select raise(abort, 'a payload is never changed, only erased');
end;

-- Answers being written, before anything is submitted.
create table draft (
    case_id blob not null primary key references cases (id), -- whose answers
    answers text not null, -- answers by field, as JSON
    revision integer not null check (revision >= 1), -- raised by every save
    saved_at integer not null, -- when it was saved last
    saved_by blob references person (id) -- by whom; null is the engine, which carried answers over
) strict;

-- Instants at which the engine feeds an event by itself.
create table timer (
    case_id blob not null references cases (id), -- to which case
    event text not null, -- which event
    due_at integer not null, -- when
    state text not null check (state in ('waiting', 'done', 'withdrawn')), -- whether it still waits
    done_at integer, -- when it was fed or withdrawn
    leased_until integer, -- until when a node holds it
    leased_by text, -- which node
    primary key (case_id, event, due_at),
    check ((state = 'waiting') = (done_at is null)),
    check ((leased_until is null) = (leased_by is null))
) strict;
create index timer_waiting on timer (due_at, case_id, event) where state = 'waiting';

-- The outbox: rendered mail.
create table message (
    id blob not null primary key, -- UUIDv7
    header_id text not null unique, -- the Message-ID, the same on every attempt
    case_id blob references cases (id), -- what it is about
    recipient_id blob references person (id), -- who gets it
    to_name text not null, -- name on the envelope
    to_address text not null, -- address it goes to
    language text not null, -- language it is written in
    subject text not null, -- subject
    text_body text not null, -- plain text
    html_body text not null, -- HTML
    thread text, -- Message-ID of the first message of its thread
    state text not null check (state in ('queued', 'sent', 'failed', 'held', 'withdrawn')), -- where it stands
    attempts integer not null check (attempts >= 0), -- how many times it was tried
    next_attempt_at integer not null, -- not to be tried before
    leased_until integer, -- until when a node holds it
    leased_by text, -- which node
    last_answer text, -- what the mail server said last
    created_at integer not null, -- when it was written
    sent_at integer, -- when the mail server took it
    check ((state = 'sent') = (sent_at is not null)),
    check ((leased_until is null) = (leased_by is null))
) strict;
create index message_queued on message (next_attempt_at, id) where state = 'queued';
create index message_by_case on message (case_id, id) where case_id is not null;

-- Tries to deliver a message.
create table attempt (
    message_id blob not null references message (id), -- which message
    number integer not null check (number >= 1), -- which try, from 1
    at integer not null, -- when it ended
    outcome text not null check (outcome in ('accepted', 'transient', 'permanent', 'unknown')), -- how
    answer text not null, -- what the mail server said
    primary key (message_id, number)
) strict;

-- Planned things to tell one recipient about one step of one duty.
create table notice (
    id blob not null primary key, -- UUIDv7
    case_id blob not null references cases (id), -- about which case
    duty text not null, -- the duty; empty when an event itself is told
    step text not null, -- the step, such as `before-14-days`
    occurrence text not null, -- which time
    recipient_id blob not null references person (id), -- to whom
    address text not null, -- the role and seat through which it reaches them
    letter text not null, -- the letter
    planned_at integer not null, -- when it leaves
    state text not null check (state in ('planned', 'sent', 'withdrawn', 'suppressed', 'failed')), -- where it stands
    reason text, -- why it did not go
    sent_at integer, -- when the mail server took it
    message_id blob references message (id), -- its message, once written
    leased_until integer, -- until when a node holds it
    leased_by text, -- which node
    created_at integer not null, -- when it was planned first
    changed_at integer not null, -- when it was changed last
    unique (case_id, duty, step, recipient_id, occurrence),
    check ((state = 'sent') = (sent_at is not null)),
    check (state <> 'sent' or message_id is not null),
    check (state in ('planned', 'sent') or reason is not null),
    check ((leased_until is null) = (leased_by is null))
) strict;
create index notice_waiting on notice (planned_at, id) where state = 'planned' and message_id is null;
create index notice_by_time on notice (planned_at, id);
create index notice_by_message on notice (message_id) where message_id is not null;

-- Files that belong to cases; their content lies outside the database under its digest.
create table attachment (
    id blob not null primary key, -- UUIDv7
    case_id blob not null references cases (id), -- which case
    purpose text not null, -- what it is for, such as `endorsement`
    name text not null, -- file name as given
    media_type text not null, -- what it was recognised as
    size integer not null check (size >= 0), -- length in bytes
    sha256 text not null, -- SHA-256 of the content, in hexadecimal
    uploaded_by blob references person (id), -- by whom
    uploaded_at integer not null -- when
) strict;
create index attachment_by_case on attachment (case_id, id);

-- Signed-in browsers.
create table session (
    token_hash text not null primary key, -- SHA-256 of the cookie, in hexadecimal
    person_id blob not null references person (id), -- who
    created_at integer not null, -- when they signed in
    seen_at integer not null, -- when they were seen last
    expires_at integer not null -- when it ends
) strict;
create index session_by_person on session (person_id);

-- Mailed links that sign somebody in once.
create table sign_in (
    token_hash text not null primary key, -- SHA-256 of the secret in the link, in hexadecimal
    browser_hash text not null, -- SHA-256 of the asking browser's cookie, in hexadecimal
    person_id blob not null references person (id), -- who
    created_at integer not null, -- when it was asked for
    expires_at integer not null, -- until when it works
    used_at integer -- when it was used
) strict;

-- Keys for programs.
create table token (
    hash text not null primary key, -- SHA-256 of the secret, in hexadecimal
    id blob not null unique, -- UUIDv7
    person_id blob not null references person (id), -- in whose name it acts
    label text not null, -- what it is for
    created_at integer not null, -- when it was made
    revoked_at integer -- when it was taken back
) strict;
create index token_by_person on token (person_id);

-- Answers given to requests that carried a key, so that the same request is done once.
create table idempotency (
    person_id blob not null references person (id), -- who asked
    key text not null, -- the key they gave
    digest text not null, -- SHA-256 of the request, in hexadecimal
    status integer not null, -- status of the answer
    body text not null, -- body of the answer
    created_at integer not null, -- when it was given
    primary key (person_id, key)
) strict;
create index idempotency_by_time on idempotency (created_at);
