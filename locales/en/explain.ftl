# Every rule of a workflow as a sentence (`kalends explain`). Names stand in quotation marks or after a colon.

explain-call-opens = A call opens on { $date }, unless the call itself says otherwise.
explain-call-closes = A call can be answered through { $date }, unless the call itself says otherwise.
explain-call-date = Date of the call “{ $name }”: { $when }.
explain-quota = { $count ->
    [one] At most { $count } case may take a place in one call.
   *[other] At most { $count } cases may take a place in one call.
}

explain-kind = A case of the kind “{ $kind }” belongs to an organisation in the role: { $owner }{ $more }.
explain-kind-in-call = there is one for each organisation and call
explain-kind-form = its form is “{ $form }”
explain-kind-opened-by = it may be opened by: { $who }
explain-import = A case of the kind “{ $kind }” that is older than this service is imported into the state “{ $state }”, counted from the date “{ $field }”.

explain-state = “{ $state }” is a state of “{ $kind }”{ $more }.
explain-state-first = “{ $state }” is the state in which “{ $kind }” begins{ $more }.
explain-state-final = “{ $state }” is an end of “{ $kind }”{ $more }.
explain-state-edits = the form may be edited by: { $who }
explain-state-listed = the case is listed in the public register
explain-state-again = the organisation may begin again in the same call

explain-duty = Duty “{ $duty }”, owed by: { $who }; due: { $due }{ $more }.
explain-reminder-before = { $span } before the last day for “{ $duty }”, the letter “{ $letter }” goes to: { $who }.
explain-reminder-on = On the last day for “{ $duty }”, the letter “{ $letter }” goes to: { $who }.
explain-reminder-after = { $span } after the last day for “{ $duty }”, if it is still owed, the letter “{ $letter }” goes to: { $who }.
explain-cycle = { $every ->
    [one] “{ $kind }” is due through { $date } of every year after { $anchor } and opens { $span } before{ $more }.
   *[other] “{ $kind }” is due through { $date }, every { $every } years counted from the year of { $anchor }, and opens { $span } before{ $more }.
}
explain-cycle-dates = “{ $kind }” is due through { $date }, for every such day after { $anchor }, and opens { $span } before{ $more }.
explain-cycle-span = “{ $kind }” comes again and again, { $every } apart, counted from { $anchor }; it is due through { $date } and opens { $span } before{ $more }.
explain-cycle-times = at most so many times, counted from the beginning: { $count }
explain-cycle-until = nothing is due later than: { $when }

explain-workdays = Working days are Monday to Friday{ $more }.
explain-public-holidays = days off are the public holidays of: { $country }
explain-days-off = further days off: { $days }
explain-days-worked = worked after all: { $days }
explain-country-lv = Latvia
explain-country-ge = Georgia
explain-calendar = Calendar “{ $calendar }”: { $days }.

explain-event-by = In the state “{ $state }”, “{ $event }” may be done by: { $who }{ $more }.
explain-event-by-to = In the state “{ $state }”, “{ $event }” leads to the state “{ $to }” and may be done by: { $who }{ $more }.
explain-event-at = In the state “{ $state }”, “{ $event }” happens by itself, when: { $when }{ $more }.
explain-event-at-to = In the state “{ $state }”, “{ $event }” leads by itself to the state “{ $to }”, when: { $when }{ $more }.
explain-event-upon = In the state “{ $state }”, “{ $event }” follows by itself from: { $cause }{ $more }.
explain-event-upon-to = In the state “{ $state }”, “{ $event }” leads by itself to the state “{ $to }” and follows from: { $cause }{ $more }.

explain-only-if = only if { $condition }
explain-complete = the form must be complete
explain-signs = this is a signature
explain-reason-required = a reason must be given
explain-reason-optional = a reason may be given
explain-attach = a file must be attached: “{ $purpose }”
explain-fills = a form is filled: “{ $form }”
explain-takes-place = it takes a place under the call’s quota
explain-frees-place = it gives a place under the call’s quota back
explain-gives-standing = the standing becomes: { $standing }
explain-marks = a mark is set: “{ $marks }”
explain-clears = a mark is cleared: “{ $marks }”
explain-stops = the clock stops for: “{ $duties }”
explain-tells = the letter “{ $letter }” goes to: { $who }

explain-seat = { $role } ({ $seat })
explain-other-case = “{ $event }” in “{ $kind }”
explain-other-case-opened = the opening of “{ $kind }”
explain-call-moved = a change of the call’s dates
explain-due-moved = a change of the due date

explain-and = { $a } and { $b }
explain-or = { $a } or { $b }
explain-not = it is not so that { $part }
explain-bracketed = ({ $part })
explain-marked = the mark “{ $name }” is set
explain-not-marked = the mark “{ $name }” is not set
explain-signed = the signature “{ $name }” stands for the answers as they are
explain-not-signed = the signature “{ $name }” does not stand for the answers as they are
explain-attached = a file is attached for “{ $name }”
explain-not-attached = no file is attached for “{ $name }”
explain-owed = a case of the kind “{ $name }” waits for its owner
explain-not-owed = no case of the kind “{ $name }” waits for its owner
explain-late = a case of the kind “{ $name }” has waited for its owner beyond its date
explain-not-late = no case of the kind “{ $name }” has waited for its owner beyond its date
explain-call-open = the call is open
explain-call-not-open = the call is not open
explain-standing-is = the standing is: { $standing }
explain-standing-is-not = the standing is not: { $standing }
explain-formula = this formula holds: “{ $formula }”
explain-within = { $list } contains { $item }
explain-answered = { $name } is given

explain-standing-good = good
explain-standing-due = report due
explain-standing-overdue = report overdue
explain-standing-suspended = suspended
explain-standing-lapsed = lapsed
explain-standing-left = left
explain-standing-none = none yet

explain-later = { $span } after { $base }
explain-earlier = { $span } before { $base }
explain-call-opening = the call’s opening
explain-call-closing = the call’s closing
explain-call-other = the call’s date “{ $name }”
explain-entered = the beginning of this state
explain-opened = the opening of the case
explain-due = the due date
explain-mark-set = the setting of the mark “{ $mark }”
explain-field-date = the date “{ $field }”

explain-listed = the next of these days: { $days }
explain-in-calendar = the next day of the calendar “{ $calendar }”
explain-own-day = the day “{ $field }”
explain-that-day = that day
explain-next-in-calendar = the first day of the calendar “{ $calendar }” later than { $base }
explain-next-own-day = the first day “{ $field }” later than { $base }
explain-month-end = the last day of the month that has in it { $base }
explain-or-next-working-day = { $base } (if that is no working day, the next one)
explain-or-previous-working-day = { $base } (if that is no working day, the one before)
explain-at-hour = { $base } ({ $hour })
explain-full-date = { $day } { $month } { $year }
explain-yearly = { $day } { $month }
explain-days-of-year = { $days }
explain-every-year = { $count ->
    [one] every { $days }
   *[other] every year: { $days }
}
explain-each-day = every day
explain-last-of-month = the last day of every month
explain-last-of = the last day of { $month }
explain-monthly = { $count ->
    [one] day { $days } of every month
   *[other] days { $days } of every month
}
explain-weekly = every { $days }
explain-cron = each date of a rule that has no words here: “{ $cron }”
explain-days-listed = a list of { $count } days, from { $first } to { $last }
explain-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
explain-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
explain-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
explain-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
explain-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
explain-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
explain-month-1 = January
explain-month-2 = February
explain-month-3 = March
explain-month-4 = April
explain-month-5 = May
explain-month-6 = June
explain-month-7 = July
explain-month-8 = August
explain-month-9 = September
explain-month-10 = October
explain-month-11 = November
explain-month-12 = December
explain-weekday-1 = Monday
explain-weekday-2 = Tuesday
explain-weekday-3 = Wednesday
explain-weekday-4 = Thursday
explain-weekday-5 = Friday
explain-weekday-6 = Saturday
explain-weekday-7 = Sunday

explain-next-duty = Last day for “{ $duty }”, owed by: { $who }.
explain-next-letter = The letter “{ $subject }” goes to: { $who }.
explain-next-event = “{ $event }” happens by itself.
explain-next-event-to = “{ $event }” leads by itself to the state “{ $state }”.

explain-term-word = “{ $name }”
explain-term-yes = yes
explain-term-no = no
explain-term-answer = the answer to “{ $name }”
explain-term-children = the number of cases “{ $kind }” in the state “{ $state }”
explain-term-joined = { $a } { $sign } { $b }
explain-term-size = the number of entries in { $of }
explain-term-year = the year in the answer to “{ $name }”
explain-term-part = “{ $part }” in the answer to “{ $name }”

explain-was = it was called “{ $was }” before
explain-renamed-role = Role “{ $name }”{ $more }.
explain-renamed-seat = Seat “{ $name }”{ $more }.
explain-renamed-form = Form “{ $name }”{ $more }.
explain-renamed-field = Question “{ $name }”{ $more }.
explain-renamed-mark = Mark “{ $name }”{ $more }.

explain-graph-opens = opens
explain-graph-cycle = comes again and again
