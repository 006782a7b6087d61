## Why a rule said no, and what to do
refusal-other = A rule of the programme does not allow this now. Look at the case's page for what can be done.
refusal-state = This cannot be done in the state the case stands in. Its page shows what can be done now.
refusal-role = Your seat may not do this. Ask somebody who holds the right one, or the programme's secretary.
refusal-guard = Something that has to be there first is missing. The case's page shows what is still needed.
refusal-quota =
    { $quota ->
        [one] The only place of this call is taken. Free a place, or put the application on the reserve list.
       *[other] All { $quota } places of this call are taken. Free a place, or put the application on the reserve list.
    }
refusal-reason = A reason has to be given. Write in a sentence or two why, then try again.
refusal-attachment = A document has to come with this. Choose the file and try again.
refusal-signature = A signature is missing. Ask for it, or upload the signed form.
refusal-call-closed = The call has closed. The secretary can move its last day, also now.
refusal-call-not-open = The call is not open yet. You can fill in the draft and submit it from the opening day.
refusal-call-missing = This needs a call, and the one named is not there. Choose one of the programme's calls.
refusal-duplicate = This organisation has an application in this call already. Go on with that one.
refusal-already-member = This organisation is a member already. No new application is needed.
refusal-stale = Somebody changed this in the meantime. Reload the page, look at what changed, and try again.
refusal-final = This case is closed. Nothing more can be done with it. If that is wrong, tell the programme's secretary.
refusal-unknown-event = The programme knows no such event. Reload the page and use one of its buttons.
refusal-state-gone = The programme knows no such state. Tell the operator.
refusal-kind = The programme knows no such kind of case. Reload the page and begin again.
refusal-not-editable = The answers cannot be changed in this state. If something is wrong, write to the programme.
refusal-successor = An organisation cannot succeed itself or one that succeeded it. Choose another.
refusal-import = This line cannot come in as it stands. Look at its date and its columns.
refusal-unknown-case = There is no such case. It may have been moved; look on your desk.
refusal-dates = The dates do not follow one another. The last day must come after the opening.

## What is wrong with an answer, and what to do
field-other = This answer is not right. Look at the hint and try again.
field-required = Answer this question
field-unknown = The form has no such question. Leave it out
field-type =
    { $wanted ->
        [whole-number] Write a whole number, in figures only
        [number] Write a number, in figures only
        [list] Choose from the list
        [yes-no] Choose yes or no
        [counts] Write whole numbers, in figures only, and the total
        [figure] Write the value and the year it is from, in figures
       *[text] Write this as text
    }
field-words =
    { $limit ->
        [one] Use at most { $limit } word; there are { $found } now
       *[other] Use at most { $limit } words; there are { $found } now
    }
field-characters =
    { $limit ->
        [one] Use at most { $limit } character; there are { $found } now
       *[other] Use at most { $limit } characters; there are { $found } now
    }
field-range = Write a number within the limits named in the hint
field-too-small = Write { $limit } or more; now it says { $found }
field-too-large = Write { $limit } or less; now it says { $found }
field-email = Write an email address like name@example.org
field-link = Write a web address that begins with https://
field-phone = Write a telephone number with its country code, like +371 6700 0000
field-date = Write a real date with day, month and year, like 31 3 2027
field-future = Write a day that is not in the future
field-taken-places = More places are taken already; choose a larger number
field-too-long = Write a shorter name, at most 200 characters
field-choice = Choose one of the answers listed
field-option = Choose one of the answers listed
field-twice = Choose each answer once only
field-consent = Tick the box to agree. Without it the form cannot be submitted
field-year = Write the year the value is from, like 2024
field-control = Remove characters that cannot be printed; typing the text anew helps
field-stale = Somebody else has saved this form since you opened it. Below is what you typed; saving now replaces theirs
