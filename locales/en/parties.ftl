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
