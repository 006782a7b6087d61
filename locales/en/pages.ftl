## The service and its frame
service-name = Kalends
language-own-name = English
language-switch = Language
skip-to-content = Skip to the content
sign-in = Sign in
sign-out = Sign out
nav-label = Your places
nav-waiting = Waiting:
nav-desk = My desk
nav-programme = Programme
nav-queue = Queue
nav-inbox = Inbox
nav-calls = Calls
nav-members = Members
nav-rounds = Report rounds
nav-notices = Letters
nav-directory = Directory
nav-import = Import
footer-what = Kalends keeps the dates, so that nobody has to chase or be chased.
footer-help = Questions? Answer any letter from this service.
error-summary-title = There is a problem
filter = Show
filter-all = All
filter-who = Organisation or person
list-further = Further ones
due = Due:
standing = Standing
standing-good = Good
standing-due = Report due
standing-overdue = Overdue
standing-suspended = Suspended
standing-lapsed = Lapsed
standing-left = Left

## Dates
date-moment = { $date }, { $time } { $zone }
date-deadline-hour = { $date }, { $time } { $zone }
date-today = today
date-tomorrow = tomorrow
date-in =
    { $days ->
        [one] in { $days } day
       *[other] in { $days } days
    }
date-late =
    { $days ->
        [one] { $days } day late
       *[other] { $days } days late
    }
date-day = Day
date-month = Month
date-year = Year

## First page and programmes
home-title = Apply, report, and never miss a date
home-lead = Every programme here says what it expects, from whom and by when, and reminds in good time.
home-programmes = Programmes
home-none = No programme has been published yet.
members-many = More than 1,000 members
members-count =
    { $count ->
        [0] No members yet
        [one] { $count } member
       *[other] { $count } members
    }
call-open = Open
call-coming = Opens later
call-closed = Closed
call-opened = Opening day
call-opens = Opens:
call-closes = Last day:
call-places = Places
call-none-open = No call is open now
call-next = Next call:
call-next-unknown = The dates of the next call have not been set yet. They will be published here.
apply = Begin an application
begin-without-call = Can be begun at any time
begin-sign-in = Sign in to begin one for your organisation.
how-it-works = How it works
register-title = Register of members
table-scrolls = Table of members
register-empty = There are no members to show.
register-whole = See the whole register
register-on = As it stood on:
register-data = The same as data:
col-organisation = Organisation
col-since = Member since
col-state = State
col-arrived = Arrived
col-due = Due
col-call = Call
col-cases = Cases
col-owes = Owes now
col-next-report = Next report due
col-round = Round
col-reports = Reports

## Signing in
sign-in-title = Sign in
sign-in-lead = No password is needed. We send a link to your email address.
sign-in-email = Email address
sign-in-ask = Send me a link
sign-in-bad-email = Enter an email address like name@example.org
sign-in-too-often = A link has been asked for many times. Wait a few minutes, then ask once more.
sign-in-again = Ask for a new link
link-sent-title = Look in your mail
link-sent =
    { $minutes ->
        [one] If { $email } belongs to somebody here, a link is on its way. It works once, for { $minutes } minute.
       *[other] If { $email } belongs to somebody here, a link is on its way. It works once, for { $minutes } minutes.
    }
link-sent-browser = Open the link in this browser. It does not work in another one.
link-sent-nothing = Nothing came? Look among unwanted mail, check the address, or write to the programme's secretary.
link-ready-title = Sign in
link-ready = Press the button to sign in.
link-elsewhere-title = This link was asked for in another browser
link-elsewhere = Open it in the browser in which you asked for it, or ask for a new link here.
link-spent-title = This link no longer works
link-spent = A link works once and for ten minutes. Ask for a new one.

## My desk
desk-title = My desk
desk-due = What is due
desk-nothing-due = Nothing is due. We will write to you when something is.
desk-cases = My cases
desk-no-cases = No cases yet.
desk-next = Next:
desk-begin = Begin
desk-feed = Put these dates into my calendar

## A case
turn-yours = It is your turn
turn-theirs = We are waiting for:
turn-nobody = Nothing more is expected of anybody
duty-stopped = the clock stands still while the application is being completed
case-reason = The reason given
case-form-progress =
    { $required ->
        [one] { $answered } of { $required } required question answered.
       *[other] { $answered } of { $required } required questions answered.
    }
case-form-fill = Fill in the form
case-form-read = Read the answers
case-events = What you can do
case-files = Attachments
case-no-files = Nothing is attached.
case-history = What has happened
case-next = What happens next, and when
case-next-hint = As long as nobody does anything. Each date moves when something changes.
case-next-nothing = Nothing more will happen by itself.
case-letters = Letters
case-no-letters = No letters.
case-related = Belongs together
history-by-itself = Kalends, by itself
event-not-now = Not now.
event-reason = Reason
event-reason-hint = The applicant reads it word for word.
attachment-add = Add a file
attachment-file = File
attachment-hint = PDF, picture or text document, at most 20 MB.
attachment-purpose = What it is
purpose-signed-form = The form with the signature
purpose-endorsement = The endorsement
purpose-other = Something else
signed-by = Signed by
signed-stale = The answers have changed since. A new signature is needed.
signature-awaited = Not signed yet
letter-planned = will go
letter-sent = sent
letter-withdrawn = no longer needed
letter-suppressed = kept back
letter-failed = could not be delivered

## Forms
form-parts = Parts of this form
form-returned = Returned for completion
form-saved-at = Saved:
form-save-failed = Not saved. Check your connection; we keep trying. Do not close this page.
form-unsaved = Some of what you typed has not been saved yet.
form-not-saved-yet = Nothing saved yet.
form-continue = Save and check your answers
form-save = Save and stay here
form-save-hint = You can leave and come back. Nothing is sent until you submit it.
field-optional = (optional)
field-error-word = Error:
field-last = Last time:
field-still = Is this still so?
consent-yes = Yes, I agree
figure-value = Value
figure-year = Year of the data
words-most =
    { $max ->
        [one] At most { $max } word
       *[other] At most { $max } words
    }
words-used = Words: { $words } of { $max }
words-left = Words left:
words-over = Words too many:
answer-yes = Yes
answer-no = No
answer-rating = { $rating } of 5
answer-figure = { $value } { $unit } ({ $year })
check-title = Check your answers
check-change = Change
check-no-answer = No answer
check-missing =
    { $count ->
        [one] { $count } answer needs your attention
       *[other] { $count } answers need your attention
    }
check-signatures = Signature and submission

## The commission and the institute
queue-title = What waits for the commission
queue-waiting = Waiting for a decision
queue-nothing = Nothing waits for a decision.
queue-tasks = Other duties
queue-others = The others of this call
queue-rank = Rank
queue-set-rank = Set
places-left =
    { $left ->
        [0] No place is left
        [one] { $left } place is left
       *[other] { $left } places are left
    }
places-taken = { $taken } of { $all } taken
inbox-title = Files for the institute
inbox-lead = Each endorsed file stands here once, complete.
inbox-waiting = Waiting for an outcome
inbox-nothing = No file waits.
inbox-settled = With an outcome

## The secretary
calls-title = Calls
calls-none = No call has been made yet.
call-new = New call
call-new-lead = The dates are those of the programme's rule. Change them as this round needs.
call-name = Name of the call
call-last-day = Last day
call-last-day-hint = Submissions are accepted until the end of this day.
call-last-day-new = Last day
call-make = Make the call
call-extend = Change dates and places
call-extend-lead = Works after the last day too: applications that were late open again, and every duty and reminder moves along.
call-date-hint = Left empty, it follows the programme’s rule.
call-impact = What this would do
call-move = Change it
call-preview = See first what it would do
call-no-cases = No case belongs to this call yet.
members-title = Members and what they owe
owes-nothing = Nothing
rounds-title = Report rounds
rounds-lead = Reports come round by each member's own cycle. A round gives a group another date.
round-new = New round
round-name = Name of the round
round-make = Set the round
round-opens = Reports open
round-due = Last day
round-replaces = Instead of reports due
round-replaces-from = Instead of reports due: first day
round-replaces-to = Instead of reports due: last day
round-cohort-from = For members since: first day (optional)
round-cohort-to = For members since: last day (optional)
round-period-from = Period reported on: first day (optional)
round-period-to = Period reported on: last day (optional)
notices-title = Letters that went and will go
notices-months = Months
notices-count =
    { $count ->
        [0] No letters in this month
        [one] { $count } letter
       *[other] { $count } letters
    }
month-before = Month before
month-after = Month after
why-title = Why did I get this?
why-who = Recipient
why-when = When
why-duty = The duty behind it
why-because = What led to it
why-text = The letter
why-wrong = Should somebody else get it? Tell the programme's secretary who holds your seat now.
import-title = Import members
import-lead = For members that were there before Kalends. Either every line comes in, or none.
import-file = File
import-file-hint = CSV in UTF-8, with a first line of column names.
import-go = Import
import-columns = Columns
import-column-name = Name of who holds the seat “{ $seat }”
import-column-email = Email address of who holds the seat “{ $seat }”
import-column-language = The language they read: { $known }
import-column-since = Since when it is a member, as 2022-09-02
import-done =
    { $count ->
        [one] { $count } member came in.
       *[other] { $count } members came in.
    }
import-nothing = Nothing was imported. Correct these lines and try again.
import-line = Line { $line }:
directory-title = Directory
directory-search = Name of an organisation or person
directory-none = Nothing found.
directory-unreachable = Nobody can be reached
directory-new = New organisation
directory-add = Add
organisation-succeeded = Everything goes on under:
organisation-succeed = Another organisation goes on in its place
organisation-succeed-lead = After a merger or a reform the cases, duties and dates go on under the successor.
organisation-succeed-open = Name a successor
organisation-successor = Successor
organisation-succeed-do = Hand everything over
seats-title = Who sits in which seat
seats-none = Nobody sits here. Letters cannot reach this organisation.
seat = Seat
seat-add = Add a person
seat-person = Name and surname
seat-language = Language of letters
seat-from = From
seat-until = Until
seat-end = End

## The practice house
practice-label = Practice house
practice-today = In the practice house it is
practice-next = To the next event
practice-month = One month on
practice-i-am = I am
practice-switch = Change
practice-mailbox = Mailbox
practice-happened =
    { $count ->
        [one] { $count } thing happened
       *[other] { $count } things happened
    }
mailbox-lead = Every letter the practice house has sent. None of them left this computer.
mailbox-recipients = Recipients
mailbox-empty = No letters yet.
mail-from = From
mail-to = To
mail-date = Sent
mail-attachments = Attached

## When something goes wrong
error-reference = Tell the operator this reference:
error-home = To the first page
error-back = Back to where you were
error-400-title = We could not understand this request
error-400 = Go back, reload the page and try again.
error-401-title = Please sign in
error-401 = You have to sign in to see this. What you typed is kept on the page before.
error-403-title = This is not yours to see
error-403 = Your seat does not reach this page. If it should, ask the programme's secretary.
error-404-title = There is nothing here
error-404 = The address may be mistyped, or what was here has moved.
error-405-title = This address cannot do that
error-405 = Go back and use the page's own buttons.
error-409-title = This cannot be done now
error-413-title = This is too large
error-413 = A file may have 20 MB at most. Make it smaller, or send it in parts.
error-415-title = We cannot read this kind of file
error-415 = Send a PDF, a picture or a text document whose content is what its name says.
error-422-title = Some answers are not good yet
error-422 = Nothing was stored. Correct what is listed and try again.
error-429-title = Too many times in a row
error-429 = Wait a few minutes, then try once more.
error-500-title = Something went wrong on our side
error-500 = Nothing was half done. Try again in a moment; if it happens again, tell the operator.
error-503-title = Busy just now
error-503 = Nothing was half done. Try again in a minute.
error-unsure = This was stored as a whole or not at all, and the database was lost before it could say which. Look first, and do it again only if it is not there.

## What has been done
done-event = Done.
done-more = Saved. A further question has come up because of your answers: it stands here.
done-saved = Saved.
done-file = The file has been added.
done-call = The call has been made.
done-call-moved = The call has been changed. Every duty and reminder has moved along.
done-round = The round has been set.
done-organisation = The organisation has been added.
done-seat = The seat has been taken.
done-seat-ended = The seat has been ended.
done-succeeded = Everything has been handed over.

## What was typed and could not be taken
kept-title = What you typed is kept here
kept-lead = Nothing is lost. You can send it again as it is, or copy it.
kept-sign-in = Your session has ended. Sign in in a new window, come back to this one and send it again.
kept-new-window = Sign in (new window)
kept-again = Send it again
error-412 = Nothing was stored. Look at it as it is now in another window, then send yours again or leave it.

## Events every programme has
event-open = Begun
event-import = Taken over from before
event-attach = File added
event-call-moved = The dates of the call moved
event-round = Another date was set
event-due-moved = The due date moved
event-cycle = The next report opens
event-catch-up = Late reminders were dealt with
event-succeed = Another organisation goes on
step-cycle-again = { $kind }: again and again
step-cycle =
    { $years ->
        [one] { $kind }: every year
       *[other] { $kind }: every { $years } years
    }
signed-on-paper = the uploaded form
case-form-submit = Check, sign and submit
role-operator = Operator

## Calls and what moving them does
call-date-decided = Decision due
impact-moves = { $who }: { $from } → { $to }
impact-due = { $who }: next date { $due }
impact-none = { $who }: nothing changes
input-name = Name
input-opens = First day
input-closes = Last day
input-closes-at = Last day
input-due = Last day
input-quota = Places
input-replaces-from = Instead of reports due, first day
input-replaces-to = Instead of reports due, last day
input-cohort-from = Members since, first day
input-cohort-to = Members since, last day
input-period-from = Period, first day
input-period-to = Period, last day
input-email = Email address
input-seat = Seat
input-from = From
input-until = Until

## Why a letter goes
why-owes = { $who } owes: { $duty }
why-before = The rule says: { $span } before the due day
why-on = The rule says: on the due day
why-after = The rule says: { $span } after the due day, if it has not been done
why-event = { $event }, { $who }, { $at }
why-seat = It reaches { $who } as: { $role }
span-day =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
span-week =
    { $count ->
        [one] { $count } week
       *[other] { $count } weeks
    }
span-month =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
span-year =
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
happened-letter = Letter to { $who }: { $subject }
form-stale-script = Somebody else has saved this form meanwhile. Press “Save and stay here” to see both.
practice-visitor = a visitor
