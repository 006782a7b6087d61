-- Who put which version of a workflow in force, and what was decided about its cases.
create table publication (
    id blob not null primary key, -- UUIDv7
    workflow text not null, -- the workflow
    version integer not null, -- the version put in force
    digest text not null, -- SHA-256 of its files, in hexadecimal
    at integer not null, -- when
    person_id blob references person (id), -- by whom; null is the command line, or the first start
    choices text not null, -- what was chosen, as a JSON object: group to choice
    moved integer not null check (moved >= 0), -- how many cases moved to it
    stayed integer not null check (stayed >= 0), -- how many stayed on the version they obeyed
    foreign key (workflow, version) references workflow (name, version)
) strict;
create index publication_by_workflow on publication (workflow, id);
