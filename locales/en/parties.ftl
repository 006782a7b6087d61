## Times, organisations, and answers of several numbers
refusal-too-early =
    { $time ->
        [none] It is too early for this: what it waits for has not happened yet. Look at the case's page for what comes first.
       *[other] It is too early for this. It can be done from { $time } on.
    }
refusal-too-late = It is too late for this. It could be done until { $time }. If there was a good reason, write to the programme.
field-month-day = Write a day and a month of the calendar, like 31 12
field-counts-total = Count each person once: the total lies between { $lowest } and { $highest }; now it says { $found }

answer-month-day = { $day }. { $month }. every year
answer-counts =
    { $groups ->
        [none] { $total }
       *[other] { $total } ({ $groups })
    }
counts-total = All, each person counted once

## The organisation's page
organisation-happened = What happened to it
organisation-renamed = Has another name: { $after }. Before: { $before }.
organisation-merged = Goes on as another organisation.
organisation-split = Divided among several organisations.
organisation-rename = Give it another name
organisation-new-name = Name from now on
organisation-split-title = Several go on in its place
organisation-split-lead = Each of its running cases passes to the organisation chosen for it, with its history and its dates.
organisation-split-open = Divide it
organisation-split-do = Divide it and pass the cases on
done-happened = Recorded. The cases that wait for it have been told.
done-renamed = It has its new name. What was written under the old one stays as it was.
done-split = Its cases have passed to those that go on.

## A duty put off; forms counted
put-off-title = Another date for this case
put-off-open = Put a duty off
put-off-duty = Which duty
put-off-until = Last day from now on
put-off-do = Put it off
done-put-off = The duty has its new date. Reminders follow it.
event-extend = A duty was put off
event-organisation-merged = The organisation goes on as another
event-organisation-split = The organisation was divided
event-organisation-renamed = The organisation has another name
statistics-cases = Cases counted: { $cases }
statistics-table = The same as a table (CSV)
statistics-answered = Answered
statistics-sum = Sum
statistics-mean = Mean
statistics-min = Smallest
statistics-max = Largest

## Every rule as a sentence
explain-from = not before: { $when }
explain-until = through: { $when }
explain-opens = a case of the kind “{ $kind }” is opened
explain-opens-due = a case of the kind “{ $kind }” is opened; its date: { $when }
explain-peers = Role “{ $role }”: everybody who sits for another member in the role: { $of }.
explain-organisation-event = “{ $event }” can happen to an organisation; it may be recorded by: { $who }.
explain-organisation-happened = “{ $event }” of the organisation
explain-organisation-merged = the organisation going on as another
explain-organisation-split = the organisation’s division among others
explain-organisation-renamed = another name of the organisation
explain-duty-moved = a duty put off for this case
