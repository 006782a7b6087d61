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
