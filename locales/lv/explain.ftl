# Katrs darba gaitas noteikums kā teikums (`kalends explain`). Nosaukumi ir pēdiņās vai aiz kola, nominatīvā.

explain-call-opens = Uzsaukums tiek atvērts šajā dienā, ja pats uzsaukums nenosaka citādi: { $date }.
explain-call-closes = Pēdējā diena, kad uz uzsaukumu var atbildēt, ja pats uzsaukums nenosaka citādi: { $date }.
explain-call-date = Uzsaukuma datums „{ $name }”: { $when }.
explain-quota = Vietu skaits vienā uzsaukumā: { $count }.

explain-kind = Lieta „{ $kind }” pieder organizācijai, kuras loma ir: { $owner }{ $more }.
explain-kind-in-call = katrai organizācijai katrā uzsaukumā ir viena šāda lieta
explain-kind-form = tās veidlapa ir „{ $form }”
explain-kind-opened-by = to var sākt: { $who }
explain-import = Lieta „{ $kind }”, kas ir vecāka par šo pakalpojumu, tiek pārņemta stāvoklī „{ $state }” un skaitīta no datuma „{ $field }”.

explain-state = „{ $state }” ir viens no lietas „{ $kind }” stāvokļiem{ $more }.
explain-state-first = „{ $state }” ir stāvoklis, kurā lieta „{ $kind }” sākas{ $more }.
explain-state-final = „{ $state }” ir stāvoklis, kurā lieta „{ $kind }” beidzas{ $more }.
explain-state-edits = veidlapu var labot: { $who }
explain-state-listed = lieta ir redzama publiskajā reģistrā
explain-state-again = organizācija tajā pašā uzsaukumā var sākt no jauna

explain-duty = Pienākums „{ $duty }”; to pilda: { $who }; termiņš: { $due }{ $more }.
explain-reminder-before = Pienākums „{ $duty }”: pirms pēdējās dienas ({ $span }) tiek sūtīta vēstule „{ $letter }”; saņēmējs: { $who }.
explain-reminder-on = Pienākums „{ $duty }”: pēdējā dienā tiek sūtīta vēstule „{ $letter }”; saņēmējs: { $who }.
explain-reminder-after = Pienākums „{ $duty }”: pēc pēdējās dienas ({ $span }), ja tas vēl nav izpildīts, tiek sūtīta vēstule „{ $letter }”; saņēmējs: { $who }.
explain-cycle = Lieta „{ $kind }” atkārtojas, skaitot no gada, kurā ir { $anchor }; ik pēc tik gadiem: { $every }; pēdējā diena: { $date }; tiek atvērta pirms tās: { $span }{ $more }.
explain-cycle-dates = Lieta „{ $kind }” atkārtojas ikreiz, kad pēc sākuma ({ $anchor }) pienāk tās pēdējā diena: { $date }; tiek atvērta pirms tās: { $span }{ $more }.
explain-cycle-span = Lieta „{ $kind }” atkārtojas; sākums: { $anchor }; starplaiks: { $every }; pēdējā diena: { $date }; tiek atvērta pirms tās: { $span }{ $more }.
explain-cycle-times = lielākais reižu skaits, rēķinot no sākuma: { $count }
explain-cycle-until = vēlākais iespējamais termiņš: { $when }

explain-workdays = Darbdienas ir no pirmdienas līdz piektdienai{ $more }.
explain-public-holidays = brīvas ir valsts svētku dienas; valsts: { $country }
explain-days-off = citas brīvdienas: { $days }
explain-days-worked = tomēr darbdienas: { $days }
explain-country-lv = Latvija
explain-country-ge = Gruzija
explain-calendar = Kalendārs „{ $calendar }”: { $days }.

explain-event-by = Stāvoklī „{ $state }” darbību „{ $event }” var veikt: { $who }{ $more }.
explain-event-by-to = Stāvoklī „{ $state }” darbība „{ $event }” ved uz stāvokli „{ $to }”, un to var veikt: { $who }{ $more }.
explain-event-at = Stāvoklī „{ $state }” notikums „{ $event }” iestājas pats, kad pienāk: { $when }{ $more }.
explain-event-at-to = Stāvoklī „{ $state }” notikums „{ $event }” pats ved uz stāvokli „{ $to }”, kad pienāk: { $when }{ $more }.
explain-event-upon = Stāvoklī „{ $state }” notikums „{ $event }” iestājas pats, un tā cēlonis ir: { $cause }{ $more }.
explain-event-upon-to = Stāvoklī „{ $state }” notikums „{ $event }” pats ved uz stāvokli „{ $to }”, un tā cēlonis ir: { $cause }{ $more }.

explain-only-if = tikai tad, ja { $condition }
explain-complete = veidlapai jābūt pilnīgai
explain-signs = tas ir paraksts
explain-reason-required = jānorāda pamatojums
explain-reason-optional = var norādīt pamatojumu
explain-attach = jāpievieno datne: „{ $purpose }”
explain-fills = tiek aizpildīta veidlapa: „{ $form }”
explain-takes-place = tiek aizņemta vieta uzsaukuma kvotā
explain-frees-place = tiek atbrīvota vieta uzsaukuma kvotā
explain-gives-standing = jaunais statuss: { $standing }
explain-marks = tiek uzlikta atzīme: „{ $marks }”
explain-clears = tiek noņemta atzīme: „{ $marks }”
explain-stops = tiek apturēts šāda pienākuma termiņš: „{ $duties }”
explain-tells = tiek sūtīta vēstule „{ $letter }”, saņēmējs: { $who }

explain-seat = { $role } ({ $seat })
explain-other-case = notikums „{ $event }” lietā „{ $kind }”
explain-other-case-opened = lietas „{ $kind }” atvēršana
explain-call-moved = uzsaukuma datumu pārcelšana
explain-due-moved = termiņa pārcelšana

explain-and = { $a } un { $b }
explain-or = { $a } vai { $b }
explain-not = nav tā, ka { $part }
explain-bracketed = ({ $part })
explain-marked = ir uzlikta atzīme „{ $name }”
explain-not-marked = nav uzlikta atzīme „{ $name }”
explain-signed = atbildes pašreizējā redakcijā apliecina paraksts „{ $name }”
explain-not-signed = atbildes pašreizējā redakcijā neapliecina paraksts „{ $name }”
explain-attached = ir pievienota datne „{ $name }”
explain-not-attached = nav pievienota datne „{ $name }”
explain-owed = īpašniekam ir nenokārtota lieta „{ $name }”
explain-not-owed = īpašniekam nav nenokārtotas lietas „{ $name }”
explain-late = īpašnieks kavē lietu „{ $name }”
explain-not-late = īpašnieks nekavē nevienu lietu „{ $name }”
explain-call-open = uzsaukums ir atvērts
explain-call-not-open = uzsaukums nav atvērts
explain-standing-is = statuss ir: { $standing }
explain-standing-is-not = statuss nav: { $standing }
explain-formula = ir spēkā formula: „{ $formula }”
explain-within = { $list } ietver šo: { $item }
explain-answered = ir dota { $name }

explain-standing-good = kārtībā
explain-standing-due = jāiesniedz ziņojums
explain-standing-overdue = ziņojums kavējas
explain-standing-suspended = apturēts
explain-standing-lapsed = izbeigts
explain-standing-left = izstājies

explain-later = { $base } + { $span }
explain-earlier = { $base } − { $span }
explain-call-opening = uzsaukuma atvēršana
explain-call-closing = uzsaukuma slēgšana
explain-call-other = uzsaukuma datums „{ $name }”
explain-entered = šī stāvokļa sākums
explain-opened = lietas sākums
explain-due = noteiktais termiņš
explain-mark-set = atzīmes „{ $mark }” uzlikšana
explain-field-date = datums „{ $field }”

explain-listed = nākamā no šīm dienām: { $days }
explain-in-calendar = nākamā diena kalendārā „{ $calendar }”
explain-own-day = diena „{ $field }”
explain-that-day = šī diena
explain-next-in-calendar = pirmā diena kalendārā „{ $calendar }”, kas ir vēlāk nekā { $base }
explain-next-own-day = pirmā diena „{ $field }”, kas ir vēlāk nekā { $base }
explain-month-end = pēdējā diena mēnesī, kurā ir { $base }
explain-or-next-working-day = { $base } (ja tā nav darbdiena, tad nākamā darbdiena)
explain-or-previous-working-day = { $base } (ja tā nav darbdiena, tad iepriekšējā darbdiena)
explain-at-hour = { $base } (plkst. { $hour })
explain-full-date = { $year }. gada { $day }. { $month }
explain-yearly = { $day }. { $month }
explain-days-of-year = { $days }
explain-every-year = { $count ->
    [zero] ik gadu: { $days }
    [one] ik gadu: { $days }
   *[other] ik gadu: { $days }
}
explain-each-day = katra diena
explain-last-of-month = katra mēneša pēdējā diena
explain-last-of = mēneša ({ $month }) pēdējā diena
explain-monthly = { $count ->
    [zero] katra mēneša datumi: { $days }
    [one] katra mēneša datums: { $days }
   *[other] katra mēneša datumi: { $days }
}
explain-weekly = ik nedēļu: { $days }
explain-cron = katrs datums pēc noteikuma, kuram te nav vārdu: „{ $cron }”
explain-days-listed = dienu saraksts (skaits: { $count }; pirmā: { $first }; pēdējā: { $last })
explain-hours = { $count ->
    [one] { $count } stunda
   *[other] { $count } stundas
}
explain-days = { $count ->
    [one] { $count } diena
   *[other] { $count } dienas
}
explain-weeks = { $count ->
    [one] { $count } nedēļa
   *[other] { $count } nedēļas
}
explain-months = { $count ->
    [one] { $count } mēnesis
   *[other] { $count } mēneši
}
explain-years = { $count ->
    [one] { $count } gads
   *[other] { $count } gadi
}
explain-working-days = { $count ->
    [one] { $count } darbdiena
   *[other] { $count } darbdienas
}
explain-month-1 = janvāris
explain-month-2 = februāris
explain-month-3 = marts
explain-month-4 = aprīlis
explain-month-5 = maijs
explain-month-6 = jūnijs
explain-month-7 = jūlijs
explain-month-8 = augusts
explain-month-9 = septembris
explain-month-10 = oktobris
explain-month-11 = novembris
explain-month-12 = decembris

explain-next-duty = Pēdējā diena pienākumam „{ $duty }”; atbildīgais: { $who }.
explain-next-letter = Tiek nosūtīta vēstule „{ $subject }”; saņēmējs: { $who }.
explain-next-event = „{ $event }” notiek automātiski.
explain-next-event-to = „{ $event }” automātiski ved uz stāvokli „{ $state }”.

explain-term-word = „{ $name }”
explain-term-yes = jā
explain-term-no = nē
explain-term-answer = atbilde uz jautājumu „{ $name }”
explain-term-children = lietu „{ $kind }” skaits stāvoklī „{ $state }”
explain-term-joined = { $a } { $sign } { $b }
explain-term-size = ierakstu skaits ({ $of })
explain-term-year = gads atbildē uz jautājumu „{ $name }”
explain-term-part = „{ $part }” atbildē uz jautājumu „{ $name }”

explain-was = agrāk saucās „{ $was }”
explain-renamed-role = Loma „{ $name }”{ $more }.
explain-renamed-seat = Vieta lomā „{ $name }”{ $more }.
explain-renamed-form = Veidlapa „{ $name }”{ $more }.
explain-renamed-field = Jautājums „{ $name }”{ $more }.
explain-renamed-mark = Atzīme „{ $name }”{ $more }.

explain-weekday-1 = pirmdiena
explain-weekday-2 = otrdiena
explain-weekday-3 = trešdiena
explain-weekday-4 = ceturtdiena
explain-weekday-5 = piektdiena
explain-weekday-6 = sestdiena
explain-weekday-7 = svētdiena
explain-standing-none = vēl nav

explain-graph-opens = atver
explain-graph-cycle = atkārtojas
