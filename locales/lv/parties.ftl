## Times, organisations, and answers of several numbers
refusal-too-early =
    { $time ->
        [none] Tam vēl ir par agru: vēl nav noticis tas, uz ko jāgaida. Lietas lapā redzams, kas ir vispirms.
       *[other] Tam vēl ir par agru. To var darīt, sākot ar { $time }.
    }
refusal-too-late = Tam ir par vēlu. To varēja darīt līdz { $time }. Ja ir pamatots iemesls, rakstiet programmai.
field-month-day = Ierakstiet kalendāra dienu un mēnesi, piemēram, 31 12
field-counts-total = Katru personu skaitiet vienu reizi: kopskaits ir no { $lowest } līdz { $highest }; tagad ir { $found }

answer-month-day = katru gadu { $day }. { $month }.
answer-counts =
    { $groups ->
        [none] { $total }
       *[other] { $total } ({ $groups })
    }
counts-total = Kopā, katra persona skaitīta vienu reizi

## The organisation's page
organisation-happened = Kas ar to noticis
organisation-renamed = Jauns nosaukums: { $after }. Iepriekš: { $before }.
organisation-merged = Turpina darbu kā cita organizācija.
organisation-split = Sadalīta starp vairākām organizācijām.
organisation-rename = Mainīt nosaukumu
organisation-new-name = Nosaukums turpmāk
organisation-split-title = Tās vietā turpina vairākas
organisation-split-lead = Katra aktīvā lieta pāriet organizācijai, kas tai izvēlēta, ar visu vēsturi un termiņiem.
organisation-split-open = Sadalīt
organisation-split-do = Sadalīt un nodot lietas
done-happened = Ierakstīts. Lietas, kas to gaidīja, ir informētas.
done-renamed = Nosaukums ir mainīts. Ar iepriekšējo nosaukumu rakstītais paliek, kā bija.
done-split = Lietas ir pārgājušas tām, kas turpina.

## A duty put off; forms counted
put-off-title = Cits termiņš šai lietai
put-off-open = Pagarināt termiņu
put-off-duty = Kuram pienākumam
put-off-until = Pēdējā diena turpmāk
put-off-do = Pagarināt
done-put-off = Pienākumam ir jauns termiņš. Atgādinājumi pārcelti līdzi.
event-extend = Pienākuma termiņš pagarināts
event-organisation-merged = Organizācija turpina kā cita
event-organisation-split = Organizācija sadalīta
event-organisation-renamed = Organizācijai cits nosaukums
statistics-cases = Saskaitītas lietas: { $cases }
statistics-table = Tas pats tabulā (CSV)
statistics-answered = Atbilžu skaits
statistics-sum = Summa
statistics-mean = Vidēji
statistics-min = Mazākais
statistics-max = Lielākais

## Every rule as a sentence
explain-from = ne agrāk kā: { $when }
explain-until = ne vēlāk kā: { $when }
explain-opens = tiek atvērta lieta, tās veids: “{ $kind }”
explain-opens-due = tiek atvērta lieta, tās veids: “{ $kind }”; termiņš: { $when }
explain-peers = Loma “{ $role }”: visi, kas citā dalīborganizācijā ir šajā lomā: { $of }.
explain-organisation-event = Ar organizāciju var notikt: “{ $event }”; to drīkst ierakstīt: { $who }.
explain-organisation-happened = organizācijas notikums “{ $event }”
explain-organisation-merged = organizācija turpina kā cita
explain-organisation-split = organizācija sadalīta starp citām
explain-organisation-renamed = organizācijai cits nosaukums
explain-duty-moved = šai lietai pagarināts pienākuma termiņš
