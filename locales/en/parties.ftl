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
