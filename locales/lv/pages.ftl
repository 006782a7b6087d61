## The service and its frame
service-name = Kalends
language-own-name = Latviešu
language-switch = Valoda
skip-to-content = Pāriet uz saturu
sign-in = Pieslēgties
sign-out = Iziet
nav-label = Jūsu sadaļas
nav-waiting = Gaida:
nav-desk = Mans galds
nav-programme = Programma
nav-queue = Rinda
nav-inbox = Saņemtie pieteikumi
nav-calls = Uzsaukumi
nav-members = Dalībnieki
nav-rounds = Ziņojumu kārtas
nav-notices = Vēstules
nav-directory = Organizācijas
nav-import = Imports
footer-what = Kalends seko termiņiem, lai nevienam nebūtu jāatgādina un neviens netiktu steidzināts.
footer-help = Jautājumi? Atbildiet uz jebkuru šī pakalpojuma vēstuli.
error-summary-title = Kaut kas nav kārtībā
filter = Rādīt
filter-all = Visi
filter-who = Organizācija vai persona
list-further = Nākamie
due = Termiņš:
standing = Statuss
standing-good = Kārtībā
standing-due = Gaidāms ziņojums
standing-overdue = Kavējas
standing-suspended = Apturēta
standing-lapsed = Izbeigta
standing-left = Izstājusies

## Dates
date-moment = { $date }, plkst. { $time } { $zone }
date-deadline-hour = { $date }, plkst. { $time } { $zone }
date-today = šodien
date-tomorrow = rīt
date-in =
    { $days ->
        [zero] pēc { $days } dienām
        [one] pēc { $days } dienas
       *[other] pēc { $days } dienām
    }
date-late =
    { $days ->
        [zero] kavējas { $days } dienas
        [one] kavējas { $days } dienu
       *[other] kavējas { $days } dienas
    }
date-day = Diena
date-month = Mēnesis
date-year = Gads

## First page and programmes
home-title = Pieteikties, ziņot un nenokavēt termiņus
home-lead = Katra programma šeit pasaka, kas gaidāms, no kā un kādā termiņā, un laikus to atgādina.
home-programmes = Programmas
home-none = Neviena programma vēl nav publicēta.
members-many = Vairāk nekā 1000 dalībnieku
members-count =
    { $count ->
        [0] Dalībnieku vēl nav
        [zero] { $count } dalībnieku
        [one] { $count } dalībnieks
       *[other] { $count } dalībnieki
    }
call-open = Atvērts
call-coming = Vēl nav atvērts
call-closed = Slēgts
call-opened = Atvēršanas diena
call-opens = Atvēršana:
call-closes = Pēdējā diena:
call-places = Vietu skaits
call-none-open = Šobrīd neviens uzsaukums nav atvērts
call-next = Nākamais uzsaukums:
call-next-unknown = Nākamā uzsaukuma datumi vēl nav noteikti. Tie tiks publicēti šeit.
apply = Sākt pieteikumu
begin-without-call = Var sākt jebkurā laikā
begin-sign-in = Pierakstieties, lai sāktu savas organizācijas vārdā.
how-it-works = Kā tas notiek
register-title = Dalībnieku reģistrs
table-scrolls = Dalībnieku tabula
register-empty = Nav dalībnieku, ko parādīt.
register-whole = Skatīt visu reģistru
register-on = Stāvoklis:
register-data = Tie paši dati failā:
col-organisation = Organizācija
col-since = Dalības sākums
col-state = Stāvoklis
col-arrived = Saņemts
col-due = Termiņš
col-call = Uzsaukums
col-cases = Lietas
col-owes = Šobrīd jāizdara
col-next-report = Nākamā ziņojuma termiņš
col-round = Kārta
col-reports = Ziņojumi

## Signing in
sign-in-title = Pieslēgšanās
sign-in-lead = Parole nav vajadzīga. Mēs nosūtīsim saiti uz jūsu e-pasta adresi.
sign-in-email = E-pasta adrese
sign-in-ask = Nosūtīt man saiti
sign-in-bad-email = Ievadiet e-pasta adresi, piemēram, vards@example.org
sign-in-too-often = Saite ir pieprasīta vairākas reizes. Pagaidiet dažas minūtes un pieprasiet to vēlreiz.
sign-in-again = Pieprasīt jaunu saiti
link-sent-title = Ielūkojieties e-pastā
link-sent =
    { $minutes ->
        [zero] Ja adrese { $email } mums ir zināma, saite jau ir ceļā. To var izmantot vienu reizi { $minutes } minūšu laikā.
        [one] Ja adrese { $email } mums ir zināma, saite jau ir ceļā. To var izmantot vienu reizi { $minutes } minūtes laikā.
       *[other] Ja adrese { $email } mums ir zināma, saite jau ir ceļā. To var izmantot vienu reizi { $minutes } minūšu laikā.
    }
link-sent-browser = Atveriet saiti šajā pārlūkā. Citā pārlūkā tā nedarbosies.
link-sent-nothing = Nekas nav pienācis? Pārbaudiet mēstuļu mapi un adresi vai rakstiet programmas sekretāram.
link-ready-title = Pieslēgšanās
link-ready = Lai pieslēgtos, nospiediet pogu.
link-elsewhere-title = Šī saite tika pieprasīta citā pārlūkā
link-elsewhere = Atveriet to pārlūkā, kurā to pieprasījāt, vai pieprasiet šeit jaunu saiti.
link-spent-title = Šī saite vairs nedarbojas
link-spent = Saite darbojas vienu reizi un desmit minūtes. Pieprasiet jaunu.

## My desk
desk-title = Mans galds
desk-due = Kas jāizdara
desk-nothing-due = Šobrīd nekas nav jādara. Kad būs, mēs jums rakstīsim.
desk-cases = Manas lietas
desk-no-cases = Lietu vēl nav.
desk-next = Turpinājumā:
desk-begin = Sākt
desk-feed = Pievienot šos datumus manam kalendāram

## A case
turn-yours = Tagad ir jūsu kārta
turn-theirs = Tagad rīkojas:
turn-nobody = Neviens vairs neko negaida
duty-stopped = termiņa skaitīšana ir apturēta, kamēr pieteikumu papildina
case-reason = Norādītais pamatojums
case-form-progress = Atbildēti obligātie jautājumi: { $answered } no { $required }.
case-form-fill = Aizpildīt veidlapu
case-form-read = Lasīt atbildes
case-events = Ko varat darīt
case-files = Pielikumi
case-no-files = Pielikumu nav.
case-history = Kas ir noticis
case-next = Kas notiks tālāk un kad
case-next-hint = Ja neviens neko nedara. Ja kaut kas mainās, mainās arī datumi.
case-next-nothing = Pats no sevis vairs nekas nenotiks.
case-letters = Vēstules
case-no-letters = Vēstuļu nav.
case-related = Saistītās lietas
history-by-itself = Kalends, automātiski
event-not-now = Šobrīd nav iespējams.
event-reason = Pamatojums
event-reason-hint = Pieteicējs to izlasīs vārds vārdā.
attachment-add = Pievienot failu
attachment-file = Fails
attachment-hint = PDF, attēls vai teksta dokuments, ne lielāks par 20 MB.
attachment-purpose = Kas tas ir
purpose-signed-form = Parakstīta veidlapa
purpose-endorsement = Apstiprinājums
purpose-other = Cits dokuments
signed-by = Parakstītājs:
signed-stale = Atbildes pēc tam ir mainītas. Vajadzīgs jauns paraksts.
signature-awaited = Vēl nav parakstīts
letter-planned = tiks nosūtīta
letter-sent = nosūtīta
letter-withdrawn = vairs nav vajadzīga
letter-suppressed = aizturēta
letter-failed = neizdevās piegādāt

## Forms
form-parts = Veidlapas daļas
form-returned = Atgriezts papildināšanai
form-saved-at = Saglabāts:
form-save-failed = Nav saglabāts. Pārbaudiet savienojumu, mēs mēģinām vēlreiz. Neaizveriet šo lapu.
form-unsaved = Daļa ierakstītā vēl nav saglabāta.
form-not-saved-yet = Vēl nekas nav saglabāts.
form-continue = Saglabāt un pārbaudīt atbildes
form-save = Saglabāt un palikt šeit
form-save-hint = Varat iziet un atgriezties. Nekas netiek nosūtīts, kamēr neesat iesnieguši.
field-optional = (nav obligāti)
field-error-word = Kļūda:
field-last = Iepriekš:
field-still = Vai tas joprojām tā ir?
consent-yes = Jā, piekrītu
figure-value = Vērtība
figure-year = Datu gads
words-most =
    { $max ->
        [zero] Ne vairāk par { $max } vārdiem
        [one] Ne vairāk par { $max } vārdu
       *[other] Ne vairāk par { $max } vārdiem
    }
words-used = Vārdi: { $words } no { $max }
words-left = Atlikuši vārdi:
words-over = Lieki vārdi:
answer-yes = Jā
answer-no = Nē
answer-rating = { $rating } no 5
answer-figure = { $value } { $unit } ({ $year })
check-title = Pārbaudiet atbildes
check-change = Mainīt
check-no-answer = Nav atbildes
check-missing =
    { $count ->
        [zero] Jāpārskata { $count } atbildes
        [one] Jāpārskata { $count } atbilde
       *[other] Jāpārskata { $count } atbildes
    }
check-signatures = Paraksts un iesniegšana

## The commission and the institute
queue-title = Kas gaida komisiju
queue-waiting = Gaida lēmumu
queue-nothing = Nekas negaida lēmumu.
queue-tasks = Citi pienākumi
queue-others = Pārējās šī uzsaukuma lietas
queue-rank = Vieta
queue-set-rank = Noteikt
places-left =
    { $left ->
        [0] Brīvu vietu nav
        [zero] { $left } brīvu vietu
        [one] { $left } brīva vieta
       *[other] { $left } brīvas vietas
    }
places-taken = Aizņemtas: { $taken } no { $all }
inbox-title = Institūtam nosūtītie pieteikumi
inbox-lead = Katrs apstiprinātais pieteikums šeit ir vienu reizi un pilns.
inbox-waiting = Gaida iznākumu
inbox-nothing = Neviens pieteikums negaida.
inbox-settled = Ar iznākumu

## The secretary
calls-title = Uzsaukumi
calls-none = Neviens uzsaukums vēl nav izveidots.
call-new = Jauns uzsaukums
call-new-lead = Datumi ir pēc programmas noteikuma. Mainiet tos, kā šai kārtai vajadzīgs.
call-name = Uzsaukuma nosaukums
call-last-day = Pēdējā diena
call-last-day-hint = Pieteikumus pieņem līdz šīs dienas beigām.
call-last-day-new = Pēdējā diena
call-make = Izveidot uzsaukumu
call-extend = Mainīt datumus un vietu skaitu
call-extend-lead = Var arī pēc pēdējās dienas: nokavētie pieteikumi atveras atkal, un līdzi pārceļas visi pienākumi un atgādinājumi.
call-date-hint = Ja nekas nav ierakstīts, datums ir pēc programmas noteikuma.
call-impact = Ko tas mainītu
call-move = Mainīt
call-preview = Vispirms apskatīt, ko tas mainītu
call-no-cases = Šim uzsaukumam vēl nav nevienas lietas.
members-title = Dalībnieki un viņu pienākumi
owes-nothing = Nekas
rounds-title = Ziņojumu kārtas
rounds-lead = Ziņojumi notiek pēc katra dalībnieka paša cikla. Kārta kādai grupai nosaka citu datumu.
round-new = Jauna kārta
round-name = Kārtas nosaukums
round-make = Noteikt kārtu
round-opens = Ziņojumu atvēršana
round-due = Pēdējā diena
round-replaces = Ziņojumu vietā, kuru termiņš
round-replaces-from = Aizstātie termiņi: pirmā diena
round-replaces-to = Aizstātie termiņi: pēdējā diena
round-cohort-from = Dalības sākums: pirmā diena (nav obligāti)
round-cohort-to = Dalības sākums: pēdējā diena (nav obligāti)
round-period-from = Ziņojuma periods: pirmā diena (nav obligāti)
round-period-to = Ziņojuma periods: pēdējā diena (nav obligāti)
notices-title = Nosūtītās un gaidāmās vēstules
notices-months = Mēneši
notices-count =
    { $count ->
        [0] Šajā mēnesī vēstuļu nav
        [zero] { $count } vēstuļu
        [one] { $count } vēstule
       *[other] { $count } vēstules
    }
month-before = Iepriekšējais mēnesis
month-after = Nākamais mēnesis
why-title = Kāpēc es to saņēmu?
why-who = Saņēmējs
why-when = Kad
why-duty = Pienākums, par kuru tā ir
why-because = Kā līdz tai nonāca
why-text = Vēstule
why-wrong = Vai tā jāsaņem kādam citam? Paziņojiet programmas sekretāram, kas tagad ieņem jūsu amatu.
import-title = Dalībnieku imports
import-lead = Dalībniekiem, kas bija jau pirms Kalends. Ienāk vai nu visas rindas, vai neviena.
import-file = Fails
import-file-hint = CSV formātā UTF-8 kodējumā; pirmajā rindā kolonnu nosaukumi.
import-go = Importēt
import-columns = Kolonnas
import-column-name = Amata “{ $seat }” ieņēmēja vārds
import-column-email = Amata “{ $seat }” ieņēmēja e-pasta adrese
import-column-language = Valoda, kurā lasa: { $known }
import-column-since = Kopš kuras dienas ir dalībnieks, piemēram, 2022-09-02
import-done =
    { $count ->
        [zero] Importēti { $count } dalībnieki.
        [one] Importēts { $count } dalībnieks.
       *[other] Importēti { $count } dalībnieki.
    }
import-nothing = Nekas netika importēts. Izlabojiet šīs rindas un mēģiniet vēlreiz.
import-line = { $line }. rinda:
directory-title = Organizācijas
directory-search = Organizācijas vai personas vārds
directory-none = Nekas nav atrasts.
directory-unreachable = Nav neviena saņēmēja
directory-new = Jauna organizācija
directory-add = Pievienot
organisation-succeeded = Viss turpinās ar nosaukumu:
organisation-succeed = Tās vietā turpina cita organizācija
organisation-succeed-lead = Pēc apvienošanas vai reformas lietas, pienākumi un termiņi pāriet pārņēmējai organizācijai.
organisation-succeed-open = Norādīt pārņēmēju
organisation-successor = Pārņēmēja
organisation-succeed-do = Nodot visu pārņēmējai
seats-title = Kas kuru amatu ieņem
seats-none = Nav neviena. Vēstules šo organizāciju nesasniedz.
seat = Amats
seat-add = Pievienot personu
seat-person = Vārds un uzvārds
seat-language = Vēstuļu valoda
seat-from = Sākums
seat-until = Beigas
seat-end = Beigt

## The practice house
practice-label = Mācību nams
practice-today = Mācību namā tagad ir
practice-next = Uz nākamo notikumu
practice-month = Mēnesi uz priekšu
practice-i-am = Es esmu
practice-switch = Mainīt
practice-mailbox = Pastkastīte
practice-happened =
    { $count ->
        [zero] Notika { $count } lietas
        [one] Notika { $count } lieta
       *[other] Notika { $count } lietas
    }
mailbox-lead = Visas mācību nama nosūtītās vēstules. Neviena no tām nav atstājusi šo datoru.
mailbox-recipients = Saņēmēji
mailbox-empty = Vēstuļu vēl nav.
mail-from = No
mail-to = Kam
mail-date = Nosūtīta
mail-attachments = Pielikumā

## When something goes wrong
error-reference = Nosauciet uzturētājam šo norādi:
error-home = Uz sākumlapu
error-back = Atpakaļ, kur bijāt
error-400-title = Šo pieprasījumu neizdevās saprast
error-400 = Dodieties atpakaļ, pārlādējiet lapu un mēģiniet vēlreiz.
error-401-title = Lūdzu, pieslēdzieties
error-401 = Lai to redzētu, ir jāpieslēdzas. Ierakstītais ir saglabāts iepriekšējā lapā.
error-403-title = Jums nav piekļuves
error-403 = Jūsu amats šo lapu neaptver. Ja tam tā būtu jābūt, vērsieties pie programmas sekretāra.
error-404-title = Šeit nekā nav
error-404 = Iespējams, adrese ir ievadīta kļūdaini vai tas, kas šeit bija, ir pārvietots.
error-405-title = Šī adrese to nevar
error-405 = Dodieties atpakaļ un izmantojiet lapas pogas.
error-409-title = Šobrīd to nevar izdarīt
error-413-title = Tas ir pārāk liels
error-413 = Fails nedrīkst būt lielāks par 20 MB. Samaziniet to vai sūtiet pa daļām.
error-415-title = Šāda veida failu nevaram nolasīt
error-415 = Sūtiet PDF, attēlu vai teksta dokumentu, kura saturs atbilst tā nosaukumam.
error-422-title = Dažas atbildes vēl nav derīgas
error-422 = Nekas netika saglabāts. Izlabojiet norādīto un mēģiniet vēlreiz.
error-429-title = Pārāk daudz reižu pēc kārtas
error-429 = Pagaidiet dažas minūtes un mēģiniet vēlreiz.
error-500-title = Kaut kas nogāja greizi mūsu pusē
error-500 = Nekas nav palicis pusdarīts. Pēc brīža mēģiniet vēlreiz; ja tas atkārtojas, paziņojiet uzturētājam.
error-503-title = Šobrīd noslogots
error-503 = Nekas nav palicis pusdarīts. Pēc minūtes mēģiniet vēlreiz.
error-unsure = Tas ir saglabāts pilnībā vai nemaz, un datubāze pazuda, pirms paspēja pateikt, kā. Vispirms apskatieties un atkārtojiet tikai tad, ja tā nav.

## Kas paveikts
done-event = Paveikts.
done-more = Saglabāts. Jūsu atbilžu dēļ radies vēl kāds jautājums: tas ir šeit.
done-saved = Saglabāts.
done-file = Datne pievienota.
done-call = Uzsaukums izveidots.
done-call-moved = Uzsaukums mainīts. Līdzi pārcelti visi pienākumi un atgādinājumi.
done-round = Kārta noteikta.
done-organisation = Organizācija pievienota.
done-seat = Vieta aizņemta.
done-seat-ended = Pilnvaras beigtas.
done-succeeded = Viss nodots pārņēmējai.

## Ierakstītais, ko nevarēja pieņemt
kept-title = Jūsu ierakstītais ir saglabāts šeit
kept-lead = Nekas nav zudis. To var nosūtīt vēlreiz tādu, kāds tas ir, vai nokopēt.
kept-sign-in = Jūsu sesija ir beigusies. Pieslēdzieties jaunā logā, atgriezieties šeit un nosūtiet vēlreiz.
kept-new-window = Pieslēgties (jauns logs)
kept-again = Nosūtīt vēlreiz
error-412 = Nekas netika saglabāts. Apskatiet pašreizējo redakciju citā logā, tad nosūtiet savu vēlreiz vai atstājiet to.

## Notikumi, kas ir katrā programmā
event-open = Sākts
event-import = Pārņemts no agrākā laika
event-attach = Pievienota datne
event-call-moved = Mainīti uzsaukuma datumi
event-round = Noteikts cits datums
event-due-moved = Mainīts termiņš
event-cycle = Atveras nākamais ziņojums
event-catch-up = Izskatīti nokavētie atgādinājumi
event-succeed = Turpina cita organizācija
step-cycle-again = { $kind }: atkārtoti
step-cycle =
    { $years ->
        [zero] { $kind }: ik pēc { $years } gadiem
        [one] { $kind }: ik pēc { $years } gada
       *[other] { $kind }: ik pēc { $years } gadiem
    }
signed-on-paper = augšupielādētā veidlapa
case-form-submit = Pārbaudīt, parakstīt un iesniegt
role-operator = Operators

## Uzsaukumi un to pārcelšana
call-date-decided = Lēmuma termiņš
impact-moves = { $who }: { $from } → { $to }
impact-due = { $who }: nākamais datums: { $due }
impact-none = { $who }: nekas nemainās
input-name = Nosaukums
input-opens = Pirmā diena
input-closes = Pēdējā diena
input-closes-at = Pēdējā diena
input-due = Pēdējā diena
input-quota = Vietas
input-replaces-from = To ziņojumu vietā, kuru termiņš: pirmā diena
input-replaces-to = To ziņojumu vietā, kuru termiņš: pēdējā diena
input-cohort-from = Dalībnieces kopš: pirmā diena
input-cohort-to = Dalībnieces kopš: pēdējā diena
input-period-from = Pārskata periods: pirmā diena
input-period-to = Pārskata periods: pēdējā diena
input-email = E-pasta adrese
input-seat = Amats
input-from = No
input-until = Līdz

## Kāpēc vēstule tiek sūtīta
why-owes = Pienākums ({ $who }): { $duty }
why-before = Kārtība: { $span } pirms termiņa
why-on = Kārtība: termiņa dienā
why-after = Kārtība: { $span } pēc termiņa, ja tas nav paveikts
why-event = { $event }, { $who }, { $at }
why-seat = To saņem { $who }. Loma: { $role }
span-day =
    { $count ->
        [zero] { $count } dienas
        [one] { $count } diena
       *[other] { $count } dienas
    }
span-week =
    { $count ->
        [zero] { $count } nedēļas
        [one] { $count } nedēļa
       *[other] { $count } nedēļas
    }
span-month =
    { $count ->
        [zero] { $count } mēneši
        [one] { $count } mēnesis
       *[other] { $count } mēneši
    }
span-year =
    { $count ->
        [zero] { $count } gadi
        [one] { $count } gads
       *[other] { $count } gadi
    }
happened-letter = Vēstule ({ $who }): { $subject }
form-stale-script = Kāds cits pa šo laiku ir saglabājis šo veidlapu. Spiediet “Saglabāt un palikt šeit”, lai redzētu abus.
practice-visitor = apmeklētājs
