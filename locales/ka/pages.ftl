## სამსახური და მისი ჩარჩო
service-name = Kalends
language-own-name = ქართული
language-switch = ენა
skip-to-content = შინაარსზე გადასვლა
sign-in = შესვლა
sign-out = გასვლა
nav-label = თქვენი გვერდები
nav-waiting = ელოდება:
nav-desk = ჩემი მაგიდა
nav-programme = პროგრამა
nav-queue = რიგი
nav-inbox = შემოსული
nav-calls = მიღებები
nav-members = წევრები
nav-rounds = ანგარიშების რაუნდები
nav-notices = წერილები
nav-directory = ცნობარი
nav-import = შემოტანა
footer-what = Kalends იცავს ვადებს, რომ არავის მოუხდეს არც შეხსენება და არც შეხსენების მოლოდინი.
footer-help = გაქვთ შეკითხვა? უპასუხეთ ამ სამსახურის ნებისმიერ წერილს.
error-summary-title = რაღაც გასასწორებელია
filter = ჩვენება
filter-all = ყველა
filter-who = ორგანიზაცია ან პირი
list-further = შემდეგი
due = ვადა:
standing = სტატუსი
standing-good = წესრიგშია
standing-due = ანგარიში წარსადგენია
standing-overdue = ანგარიში დაგვიანებულია
standing-suspended = შეჩერებულია
standing-lapsed = შეწყვეტილია
standing-left = გავიდა

## თარიღები
date-moment = { $date }, { $time } { $zone }
date-deadline-hour = { $date }, { $time } { $zone }
date-today = დღეს
date-tomorrow = ხვალ
date-in =
    { $days ->
        [one] დარჩა { $days } დღე
       *[other] დარჩა { $days } დღე
    }
date-late =
    { $days ->
        [one] დაგვიანება: { $days } დღე
       *[other] დაგვიანება: { $days } დღე
    }
date-day = დღე
date-month = თვე
date-year = წელი

## პირველი გვერდი და პროგრამები
home-title = შეიტანეთ განაცხადი, წარადგინეთ ანგარიში და არ გამოტოვოთ ვადა
home-lead = აქ ყოველი პროგრამა ამბობს, რას, ვისგან და როდემდე ელის, და დროულად შეგახსენებთ.
home-programmes = პროგრამები
home-none = ჯერ არცერთი პროგრამა არ გამოქვეყნებულა.
members-many = 1000-ზე მეტი წევრი
members-count =
    { $count ->
        [0] წევრები ჯერ არ არის
        [one] { $count } წევრი
       *[other] { $count } წევრი
    }
call-open = ღიაა
call-coming = მოგვიანებით გაიხსნება
call-closed = დახურულია
call-opened = გახსნის დღე
call-opens = იხსნება:
call-closes = ბოლო დღე:
call-places = ადგილები
call-none-open = ახლა მიღება ღია არ არის
call-next = შემდეგი მიღება:
call-next-unknown = შემდეგი მიღების თარიღები ჯერ არ არის დადგენილი. ისინი აქ გამოქვეყნდება.
apply = განაცხადის დაწყება
begin-without-call = დაწყება ნებისმიერ დროს შეიძლება
begin-sign-in = თქვენი ორგანიზაციის სახელით დასაწყებად შედით.
how-it-works = როგორ მუშაობს
register-title = წევრთა რეესტრი
table-scrolls = წევრთა ცხრილი
register-empty = საჩვენებელი წევრები არ არის.
register-whole = მთელი რეესტრის ნახვა
register-on = მდგომარეობა ამ დღისთვის:
register-data = იგივე მონაცემების სახით:
col-organisation = ორგანიზაცია
col-since = წევრია ამ დღიდან
col-state = მდგომარეობა
col-arrived = მიღებულია
col-due = ვადა
col-call = მიღება
col-cases = საქმეები
col-owes = ახლა წარსადგენი
col-next-report = შემდეგი ანგარიშის ვადა
col-round = რაუნდი
col-reports = ანგარიშები

## შესვლა
sign-in-title = შესვლა
sign-in-lead = პაროლი საჭირო არ არის. ბმულს გამოგიგზავნით ელექტრონულ ფოსტაზე.
sign-in-email = ელექტრონული ფოსტის მისამართი
sign-in-ask = გამომიგზავნეთ ბმული
sign-in-bad-email = ჩაწერეთ მისამართი ასე: name@example.org
sign-in-too-often = ბმული უკვე ბევრჯერ იქნა მოთხოვნილი. მოიცადეთ რამდენიმე წუთი და კიდევ ერთხელ სცადეთ.
sign-in-again = ახალი ბმულის მოთხოვნა
link-sent-title = შეამოწმეთ ფოსტა
link-sent =
    { $minutes ->
        [one] თუ { $email } აქ ვინმეს ეკუთვნის, ბმული უკვე გზაშია. ის ერთხელ მუშაობს, { $minutes } წუთის განმავლობაში.
       *[other] თუ { $email } აქ ვინმეს ეკუთვნის, ბმული უკვე გზაშია. ის ერთხელ მუშაობს, { $minutes } წუთის განმავლობაში.
    }
link-sent-browser = გახსენით ბმული ამავე ბრაუზერში. სხვაში ის არ იმუშავებს.
link-sent-nothing = არაფერი მოვიდა? ნახეთ არასასურველ ფოსტაში, გადაამოწმეთ მისამართი ან მისწერეთ პროგრამის მდივანს.
link-ready-title = შესვლა
link-ready = შესასვლელად დააჭირეთ ღილაკს.
link-elsewhere-title = ეს ბმული სხვა ბრაუზერში იქნა მოთხოვნილი
link-elsewhere = გახსენით იმ ბრაუზერში, სადაც მოითხოვეთ, ან მოითხოვეთ ახალი ბმული აქ.
link-spent-title = ეს ბმული აღარ მუშაობს
link-spent = ბმული ერთხელ და ათი წუთის განმავლობაში მუშაობს. მოითხოვეთ ახალი.

## ჩემი მაგიდა
desk-title = ჩემი მაგიდა
desk-due = რა არის შესასრულებელი
desk-nothing-due = შესასრულებელი არაფერია. როცა იქნება, მოგწერთ.
desk-cases = ჩემი საქმეები
desk-no-cases = საქმეები ჯერ არ არის.
desk-next = შემდეგი:
desk-begin = დაწყება
desk-feed = ამ თარიღების ჩემს კალენდარში ჩასმა

## საქმე
turn-yours = ახლა თქვენი ჯერია
turn-theirs = ველოდებით:
turn-nobody = აღარავისგან არაფერია მოსალოდნელი
duty-stopped = ვადის ათვლა შეჩერებულია, სანამ განაცხადი ივსება
case-reason = მითითებული მიზეზი
case-form-progress =
    { $required ->
        [one] პასუხი გაცემულია: { $answered }, სავალდებულო კითხვა: { $required }.
       *[other] პასუხი გაცემულია: { $answered }, სავალდებულო კითხვა: { $required }.
    }
case-form-fill = ფორმის შევსება
case-form-read = პასუხების ნახვა
case-events = რისი გაკეთება შეგიძლიათ
case-files = დანართები
case-no-files = დანართები არ არის.
case-history = რა მოხდა
case-next = რა მოხდება შემდეგ და როდის
case-next-hint = თუ არავინ არაფერს გააკეთებს. ცვლილებისას ყოველი თარიღი გადაიწევს.
case-next-nothing = თავისით აღარაფერი მოხდება.
case-letters = წერილები
case-no-letters = წერილები არ არის.
case-related = დაკავშირებული
history-by-itself = Kalends, თავისით
event-not-now = ახლა არა.
event-reason = მიზეზი
event-reason-hint = განმცხადებელი მას სიტყვასიტყვით წაიკითხავს.
attachment-add = ფაილის დამატება
attachment-file = ფაილი
attachment-hint = PDF, სურათი ან ტექსტური დოკუმენტი, არაუმეტეს 20 მბ.
attachment-purpose = რა არის ეს
purpose-signed-form = ხელმოწერილი ფორმა
purpose-endorsement = მხარდაჭერის წერილი
purpose-other = სხვა
signed-by = ხელს აწერს
signed-stale = პასუხები მას შემდეგ შეიცვალა. საჭიროა ახალი ხელმოწერა.
signature-awaited = ჯერ ხელმოწერილი არ არის
letter-planned = გაიგზავნება
letter-sent = გაიგზავნა
letter-withdrawn = აღარ არის საჭირო
letter-suppressed = არ გაიგზავნა
letter-failed = ვერ ჩაბარდა

## ფორმები
form-parts = ფორმის ნაწილები
form-returned = დაბრუნებულია შესავსებად
form-saved-at = შენახულია:
form-save-failed = არ შეინახა. შეამოწმეთ კავშირი; ცდა გრძელდება. ნუ დახურავთ ამ გვერდს.
form-unsaved = აკრეფილის ნაწილი ჯერ არ შენახულა.
form-not-saved-yet = ჯერ არაფერი შენახულა.
form-continue = შენახვა და პასუხების შემოწმება
form-save = შენახვა და აქ დარჩენა
form-save-hint = შეგიძლიათ გახვიდეთ და დაბრუნდეთ. სანამ არ წარადგენთ, არაფერი იგზავნება.
field-optional = (არასავალდებულო)
field-error-word = შეცდომა:
field-last = ბოლოს:
field-still = ისევ ასეა?
consent-yes = დიახ, ვეთანხმები
figure-value = მაჩვენებელი
figure-year = მონაცემის წელი
words-most =
    { $max ->
        [one] არაუმეტეს { $max } სიტყვა
       *[other] არაუმეტეს { $max } სიტყვა
    }
words-used = სიტყვები: { $words } / { $max }
words-left = დარჩენილი სიტყვები:
words-over = ზედმეტი სიტყვები:
answer-yes = დიახ
answer-no = არა
answer-rating = { $rating } / 5
answer-figure = { $value } { $unit } ({ $year })
check-title = შეამოწმეთ პასუხები
check-change = შეცვლა
check-no-answer = პასუხი არ არის
check-missing =
    { $count ->
        [one] ყურადღებას საჭიროებს { $count } პასუხი
       *[other] ყურადღებას საჭიროებს { $count } პასუხი
    }
check-signatures = ხელმოწერა და წარდგენა

## კომისია და ინსტიტუტი
queue-title = რა ელოდება კომისიას
queue-waiting = ელოდება გადაწყვეტილებას
queue-nothing = გადაწყვეტილებას არაფერი ელოდება.
queue-tasks = სხვა ვალდებულებები
queue-others = ამ მიღების სხვა განაცხადები
queue-rank = ადგილი რიგში
queue-set-rank = დადგენა
places-left =
    { $left ->
        [0] ადგილი აღარ დარჩა
        [one] დარჩა { $left } ადგილი
       *[other] დარჩა { $left } ადგილი
    }
places-taken = დაკავებულია { $taken } / { $all }
inbox-title = ინსტიტუტისთვის განკუთვნილი ფაილები
inbox-lead = ყოველი მხარდაჭერილი განაცხადი აქ ერთხელ და სრულად არის.
inbox-waiting = ელოდება შედეგს
inbox-nothing = არცერთი ფაილი არ ელოდება.
inbox-settled = შედეგი ცნობილია

## მდივანი
calls-title = მიღებები
calls-none = მიღება ჯერ არ გამოცხადებულა.
call-new = ახალი მიღება
call-new-lead = თარიღები პროგრამის წესიდან არის აღებული. შეცვალეთ ამ რაუნდის საჭიროების მიხედვით.
call-name = მიღების სახელი
call-last-day = ბოლო დღე
call-last-day-hint = განაცხადები ამ დღის ბოლომდე მიიღება.
call-last-day-new = ბოლო დღე
call-make = მიღების გამოცხადება
call-extend = თარიღებისა და ადგილების შეცვლა
call-extend-lead = მოქმედებს ბოლო დღის შემდეგაც: დაგვიანებული განაცხადები ხელახლა იხსნება, ყველა ვალდებულება და შეხსენება კი გადაიწევს.
call-date-hint = თუ ცარიელია, მოქმედებს პროგრამის წესი.
call-impact = რა შედეგი ექნებოდა
call-move = შეცვლა
call-preview = ჯერ ნახეთ, რა შედეგი ექნებოდა
call-no-cases = ამ მიღებას საქმეები ჯერ არ აქვს.
members-title = წევრები და მათი ვალდებულებები
owes-nothing = არაფერი
rounds-title = ანგარიშების რაუნდები
rounds-lead = ანგარიშები ყოველი წევრის საკუთარი ციკლით მოდის. რაუნდი ჯგუფს სხვა თარიღს უდგენს.
round-new = ახალი რაუნდი
round-name = რაუნდის სახელი
round-make = რაუნდის დადგენა
round-opens = ანგარიშები იხსნება
round-due = ბოლო დღე
round-replaces = ნაცვლად იმ ანგარიშებისა, რომელთა ვადაა
round-replaces-from = ნაცვლად იმ ანგარიშებისა, რომელთა ვადაა: პირველი დღე
round-replaces-to = ნაცვლად იმ ანგარიშებისა, რომელთა ვადაა: ბოლო დღე
round-cohort-from = წევრებისთვის ამ დღიდან: პირველი დღე (არასავალდებულო)
round-cohort-to = წევრებისთვის ამ დღიდან: ბოლო დღე (არასავალდებულო)
round-period-from = საანგარიშო პერიოდი: პირველი დღე (არასავალდებულო)
round-period-to = საანგარიშო პერიოდი: ბოლო დღე (არასავალდებულო)
notices-title = გაგზავნილი და გასაგზავნი წერილები
notices-months = თვეები
notices-count =
    { $count ->
        [0] ამ თვეში წერილები არ არის
        [one] { $count } წერილი
       *[other] { $count } წერილი
    }
month-before = წინა თვე
month-after = შემდეგი თვე
why-title = რატომ მივიღე ეს?
why-who = მიმღები
why-when = როდის
why-duty = რომელ ვალდებულებას უკავშირდება
why-because = რამ გამოიწვია
why-text = წერილი
why-wrong = სხვამ უნდა მიიღოს? უთხარით პროგრამის მდივანს, ვინ იკავებს ახლა თქვენს ადგილს.
import-title = წევრების შემოტანა
import-lead = მათთვის, ვინც Kalends-მდე იყო წევრი. შემოდის ან ყველა სტრიქონი, ან არცერთი.
import-file = ფაილი
import-file-hint = CSV, UTF-8; პირველ სტრიქონში სვეტების სახელებია.
import-go = შემოტანა
import-columns = სვეტები
import-column-name = ვინ იკავებს ადგილს „{ $seat }“: სახელი
import-column-email = ვინ იკავებს ადგილს „{ $seat }“: ელექტრონული ფოსტა
import-column-language = ენა, რომელზეც კითხულობს: { $known }
import-column-since = როდიდან არის წევრი, მაგალითად 2022-09-02
import-done =
    { $count ->
        [one] შემოვიდა { $count } წევრი.
       *[other] შემოვიდა { $count } წევრი.
    }
import-nothing = არაფერი შემოვიდა. გაასწორეთ ეს სტრიქონები და ხელახლა სცადეთ.
import-line = სტრიქონი { $line }:
directory-title = ცნობარი
directory-search = ორგანიზაციის ან პირის სახელი
directory-none = არაფერი მოიძებნა.
directory-unreachable = ვერავის დავუკავშირდებით
directory-new = ახალი ორგანიზაცია
directory-add = დამატება
organisation-succeeded = ყველაფერი ამ სახელით გრძელდება:
organisation-succeed = მის ნაცვლად სხვა ორგანიზაცია აგრძელებს
organisation-succeed-lead = შერწყმის ან რეფორმის შემდეგ საქმეები, ვალდებულებები და თარიღები მემკვიდრესთან გრძელდება.
organisation-succeed-open = მემკვიდრის დასახელება
organisation-successor = მემკვიდრე
organisation-succeed-do = ყველაფრის გადაცემა
seats-title = ვინ რომელ ადგილს იკავებს
seats-none = ადგილი თავისუფალია. წერილები ამ ორგანიზაციამდე ვერ მიაღწევს.
seat = ადგილი
seat-add = პირის დამატება
seat-person = სახელი და გვარი
seat-language = წერილების ენა
seat-from = ამ დღიდან
seat-until = ამ დღემდე
seat-end = დასრულება

## სავარჯიშო სახლი
practice-label = სავარჯიშო სახლი
practice-today = სავარჯიშო სახლში ახლა არის
practice-next = შემდეგ მოვლენამდე
practice-month = ერთი თვით წინ
practice-i-am = მე ვარ
practice-switch = შეცვლა
practice-mailbox = ფოსტა
practice-happened =
    { $count ->
        [one] მოხდა { $count } მოვლენა
       *[other] მოხდა { $count } მოვლენა
    }
mailbox-lead = ყველა წერილი, რომელიც სავარჯიშო სახლმა გაგზავნა. არცერთი მათგანი ამ კომპიუტერიდან არ გასულა.
mailbox-recipients = მიმღებები
mailbox-empty = წერილები ჯერ არ არის.
mail-from = გამგზავნი
mail-to = მიმღები
mail-date = გაიგზავნა
mail-attachments = თან ერთვის

## როცა რამე ვერ ხერხდება
error-reference = უთხარით ოპერატორს ეს ნომერი:
error-home = პირველ გვერდზე
error-back = უკან დაბრუნება
error-400-title = მოთხოვნა ვერ გავიგეთ
error-400 = დაბრუნდით, განაახლეთ გვერდი და ხელახლა სცადეთ.
error-401-title = გთხოვთ, შეხვიდეთ
error-401 = ამის სანახავად უნდა შეხვიდეთ. აკრეფილი წინა გვერდზე ინახება.
error-403-title = ამის ნახვა თქვენ არ შეგიძლიათ
error-403 = თქვენი ადგილი ამ გვერდს არ სწვდება. თუ უნდა სწვდებოდეს, ჰკითხეთ პროგრამის მდივანს.
error-404-title = აქ არაფერია
error-404 = შესაძლოა მისამართი არასწორად არის აკრეფილი, ან რაც აქ იყო, გადატანილია.
error-405-title = ამ მისამართს ეს არ შეუძლია
error-405 = დაბრუნდით და გვერდის საკუთარი ღილაკებით ისარგებლეთ.
error-409-title = ახლა ეს არ შეიძლება
error-413-title = ზედმეტად დიდია
error-413 = ფაილი არაუმეტეს 20 მბ უნდა იყოს. შეამცირეთ ან ნაწილებად გამოგზავნეთ.
error-415-title = ამ სახის ფაილს ვერ ვკითხულობთ
error-415 = გამოგზავნეთ PDF, სურათი ან ტექსტური დოკუმენტი, რომლის შინაარსი სახელს შეესაბამება.
error-422-title = ზოგი პასუხი ჯერ გასასწორებელია
error-422 = არაფერი შენახულა. გაასწორეთ ჩამოთვლილი და ხელახლა სცადეთ.
error-429-title = ზედიზედ ზედმეტად ბევრჯერ
error-429 = მოიცადეთ რამდენიმე წუთი და კიდევ ერთხელ სცადეთ.
error-500-title = ჩვენს მხარეს რაღაც შეფერხდა
error-500 = ნახევრად არაფერი გაკეთებულა. ცოტა ხანში ხელახლა სცადეთ; თუ განმეორდება, უთხარით ოპერატორს.
error-503-title = სამსახური ახლა დატვირთულია
error-503 = ნახევრად არაფერი გაკეთებულა. ერთ წუთში ხელახლა სცადეთ.
error-unsure = ეს ან მთლიანად შეინახა, ან საერთოდ არ შენახულა: მონაცემთა ბაზამ პასუხი ვერ მოასწრო. ჯერ შეამოწმეთ და გაიმეორეთ მხოლოდ მაშინ, თუ არ ჩანს.

## რა გაკეთდა
done-event = შესრულებულია.
done-more = შენახულია. თქვენი პასუხების გამო კიდევ ერთი კითხვა გაჩნდა: აქ წერია.
done-saved = შენახულია.
done-file = ფაილი დაემატა.
done-call = მიღება გამოცხადებულია.
done-call-moved = მიღება შეიცვალა. ყველა ვალდებულება და შეხსენება გადაიწია.
done-round = რაუნდი დადგენილია.
done-organisation = ორგანიზაცია დაემატა.
done-seat = ადგილი დაკავებულია.
done-seat-ended = ადგილი გათავისუფლდა.
done-succeeded = ყველაფერი გადაცემულია.

## რაც აიკრიფა და ვერ იქნა მიღებული
kept-title = რაც აკრიფეთ, აქ ინახება
kept-lead = არაფერი დაიკარგა. შეგიძლიათ ისევ ასე გამოგზავნოთ ან გადააკოპიროთ.
kept-sign-in = თქვენი სესია დასრულდა. შედით ახალ ფანჯარაში, დაბრუნდით აქ და ხელახლა გამოგზავნეთ.
kept-new-window = შესვლა (ახალი ფანჯარა)
kept-again = ხელახლა გამოგზავნა
error-412 = არაფერი შენახულა. ნახეთ სხვა ფანჯარაში, როგორ არის ახლა, შემდეგ გამოგზავნეთ თქვენი ან დატოვეთ.

## მოვლენები, რომლებიც ყოველ პროგრამას აქვს
event-open = დაიწყო
event-import = გადმოტანილია ადრინდელიდან
event-attach = ფაილი დაემატა
event-call-moved = მიღების თარიღები შეიცვალა
event-round = სხვა თარიღი დადგინდა
event-due-moved = ვადა გადაიწია
event-cycle = შემდეგი ანგარიში იხსნება
event-catch-up = დაგვიანებული შეხსენებები დამუშავდა
event-succeed = სხვა ორგანიზაცია აგრძელებს
step-cycle-again = { $kind }: განმეორებით
step-cycle =
    { $years ->
        [one] { $kind }: ყოველ წელს
       *[other] { $kind }: ყოველ { $years } წელში
    }
signed-on-paper = ატვირთული ფორმა
case-form-submit = შემოწმება, ხელმოწერა და წარდგენა
role-operator = ოპერატორი

## მიღებები და მათი გადაწევის შედეგი
call-date-decided = გადაწყვეტილების ვადა
impact-moves = { $who }: { $from } → { $to }
impact-due = { $who }: შემდეგი თარიღი { $due }
impact-none = { $who }: არაფერი იცვლება
input-name = სახელი
input-opens = პირველი დღე
input-closes = ბოლო დღე
input-closes-at = ბოლო დღე
input-due = ბოლო დღე
input-quota = ადგილები
input-replaces-from = ნაცვლად იმ ანგარიშებისა, რომელთა ვადაა, პირველი დღე
input-replaces-to = ნაცვლად იმ ანგარიშებისა, რომელთა ვადაა, ბოლო დღე
input-cohort-from = წევრები ამ დღიდან, პირველი დღე
input-cohort-to = წევრები ამ დღიდან, ბოლო დღე
input-period-from = პერიოდი, პირველი დღე
input-period-to = პერიოდი, ბოლო დღე
input-email = ელექტრონული ფოსტის მისამართი
input-seat = ადგილი
input-from = ამ დღიდან
input-until = ამ დღემდე

## რატომ იგზავნება წერილი
why-owes = ვალდებულება: { $duty }; პასუხისმგებელი: { $who }
why-before = წესი ამბობს: ვადამდე დარჩენილია { $span }
why-on = წესი ამბობს: ვადის დღეს
why-after = წესი ამბობს: ვადიდან გასულია { $span }, თუ შესრულებული არ არის
why-event = { $event }, { $who }, { $at }
why-seat = მიმღები { $who }, როგორც: { $role }
span-day =
    { $count ->
        [one] { $count } დღე
       *[other] { $count } დღე
    }
span-week =
    { $count ->
        [one] { $count } კვირა
       *[other] { $count } კვირა
    }
span-month =
    { $count ->
        [one] { $count } თვე
       *[other] { $count } თვე
    }
span-year =
    { $count ->
        [one] { $count } წელი
       *[other] { $count } წელი
    }
happened-letter = წერილი, { $who }: { $subject }
form-stale-script = ამასობაში ფორმა სხვამ შეინახა. დააჭირეთ „შენახვა და აქ დარჩენა“, რომ ორივე ნახოთ.
practice-visitor = სტუმარი
