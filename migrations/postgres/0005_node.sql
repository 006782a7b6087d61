-- expanding: nodes are listed, and each later migration says what it means to a program that does not know it
create table node (
    id text not null primary key, -- its name, the same whenever it comes back
    program text not null, -- version of the program it runs
    knows bigint not null, -- the last migration that program knows
    state text not null check (state in ('working', 'waiting', 'stopping')), -- it takes up work; its clock keeps it from that; it is about to end
    ahead bigint, -- microseconds by which its clock is ahead of the database's; null where that is not measured
    started_at bigint not null, -- when it started, by its own clock
    seen_at bigint not null -- when it last said so, by its own clock
);
alter table migration add column effect text; -- expanding: programs that do not know it go on; contracting or null: they do not
