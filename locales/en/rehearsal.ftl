# A workflow played ahead: the page and the file of a rehearsal.

rehearsal-title = Rehearsal
rehearsal-what = The programme is played ahead with invented members: on time, always late, never, one that leaves midway and one that is taken over by another. Nothing leaves, and no real case is touched.
rehearsal-from = First day
rehearsal-until = Day after the last
rehearsal-go = Play it
rehearsal-span = Played
rehearsal-members = Invented members
rehearsal-letters = Letters
rehearsal-dues = Last days
rehearsal-chart = What leaves in which week
rehearsal-chart-hint = One row for each year, one bar for each week. Most letters in one week: { $most }. The table below says the same.
rehearsal-nothing = Nothing leaves and nothing is due in this time.
rehearsal-legend-letters = letters that leave
rehearsal-legend-due = something is due
rehearsal-legend-marked = a day that deserves a second look
rehearsal-table = Week by week
rehearsal-week = Week, from Monday
rehearsal-which = Which letters
rehearsal-look = Deserves a second look
rehearsal-weekend = weekend
rehearsal-holiday = holiday
rehearsal-leap-day = leap day
rehearsal-clock-change = the clocks change
rehearsal-bar = Week { $week }, from { $monday }. Letters: { $letters }. Last days: { $due }.
rehearsal-broken-off = Broken off on { $day }: too much happened. Do timers go in a circle, or does a cycle open too often? Else take fewer members or fewer years.
rehearsal-stuck = Here nobody could go on
rehearsal-stuck-line = { $cases ->
    [one] { $cases } case; “{ $event }” was refused by the rule “{ $rule }”
   *[other] { $cases } cases; “{ $event }” was refused by the rule “{ $rule }”
}
rehearsal-asked-too-much = A page plays at most ten years with a hundred members. For more use the command: kalends rehearse.
rehearsal-asked-wrong = The day after the last has to be later than the first.

# Every rule of a programme: the drawing and the sentences.
rules-title = The rules
rules-lead = Everything this programme does, as sentences and as a picture. Both are written out from the same files that the service obeys.
rules-all = Every rule of the programme
rules-rehearsal = Play the programme ahead
rules-general = For every call
rules-kind = In every state
rules-drawing = Picture: { $kind }
rules-drawing-hint = Boxes are states, arrows say what leads from one to another and who does it. A dashed arrow happens by itself, a double border is an end, ↻ does not leave the state, green is listed in the public register. The sentences below say the same.
case-rules = The rules of this state
