## Why a rule said no, and what to do
refusal-other = Programmas noteikumi to šobrīd neļauj. Lietas lapā redzams, ko var darīt.
refusal-state = Lietas pašreizējā stāvoklī to nevar izdarīt. Lietas lapā redzams, ko var darīt tagad.
refusal-role = Jūsu amats to neļauj. Lūdziet to personai, kurai ir attiecīgās tiesības, vai programmas sekretāram.
refusal-guard = Trūkst kā tāda, kam jābūt pirms tam. Lietas lapā redzams, kas vēl vajadzīgs.
refusal-quota =
    { $quota ->
        [zero] Visas šī uzsaukuma { $quota } vietas ir aizņemtas. Atbrīvojiet vietu vai iekļaujiet pieteikumu rezerves sarakstā.
        [one] Visas šī uzsaukuma vietas ({ $quota }) ir aizņemtas. Atbrīvojiet vietu vai iekļaujiet pieteikumu rezerves sarakstā.
       *[other] Visas šī uzsaukuma { $quota } vietas ir aizņemtas. Atbrīvojiet vietu vai iekļaujiet pieteikumu rezerves sarakstā.
    }
refusal-reason = Jānorāda pamatojums. Vienā divos teikumos uzrakstiet, kāpēc, un mēģiniet vēlreiz.
refusal-attachment = Tam jāpievieno dokuments. Izvēlieties failu un mēģiniet vēlreiz.
refusal-signature = Trūkst paraksta. Palūdziet to vai augšupielādējiet parakstītu veidlapu.
refusal-call-closed = Uzsaukums ir slēgts. Sekretārs pēdējo dienu var pārcelt arī tagad.
refusal-call-not-open = Uzsaukums vēl nav atvērts. Varat aizpildīt melnrakstu un iesniegt to, sākot ar atvēršanas dienu.
refusal-call-missing = Tam vajadzīgs uzsaukums, bet norādītā nav. Izvēlieties kādu no programmas uzsaukumiem.
refusal-duplicate = Šai organizācijai šajā uzsaukumā jau ir pieteikums. Turpiniet to.
refusal-already-member = Šī organizācija jau ir dalībniece. Jauns pieteikums nav vajadzīgs.
refusal-stale = Kāds to pa šo laiku ir mainījis. Pārlādējiet lapu, apskatiet izmaiņas un mēģiniet vēlreiz.
refusal-final = Šī lieta ir slēgta, ar to vairs neko nevar darīt. Ja tas nav pareizi, paziņojiet programmas sekretāram.
refusal-unknown-event = Programmā šāda notikuma nav. Pārlādējiet lapu un izmantojiet kādu no tās pogām.
refusal-state-gone = Programmā šāda stāvokļa nav. Paziņojiet uzturētājam.
refusal-kind = Programmā šāda veida lietu nav. Pārlādējiet lapu un sāciet vēlreiz.
refusal-not-editable = Šajā stāvoklī atbildes mainīt nevar. Ja kaut kas nav pareizi, rakstiet programmai.
refusal-successor = Organizācija nevar pārņemt pati sevi vai to, kura to jau pārņēmusi. Izvēlieties citu.
refusal-import = Šo rindu šādu importēt nevar. Pārbaudiet datumu un kolonnas.
refusal-unknown-case = Šādas lietas nav. Iespējams, tā ir pārvietota; meklējiet savā galdā.
refusal-dates = Datumi nav pareizā secībā. Pēdējai dienai jābūt pēc atvēršanas.

## What is wrong with an answer, and what to do
field-other = Šī atbilde nav derīga. Izlasiet paskaidrojumu un mēģiniet vēlreiz.
field-required = Atbildiet uz šo jautājumu
field-unknown = Veidlapā šāda jautājuma nav. Izlaidiet to
field-type =
    { $wanted ->
        [whole-number] Ierakstiet veselu skaitli, tikai ar cipariem
        [number] Ierakstiet skaitli, tikai ar cipariem
        [list] Izvēlieties no saraksta
        [yes-no] Izvēlieties jā vai nē
        [counts] Ierakstiet veselus skaitļus, tikai ar cipariem, un kopskaitu
        [figure] Ar cipariem ierakstiet vērtību un gadu, par kuru tā ir
       *[text] Ierakstiet to kā tekstu
    }
field-words =
    { $limit ->
        [zero] Saīsiniet līdz { $limit } vārdiem; tagad to skaits: { $found }
        [one] Saīsiniet līdz { $limit } vārdam; tagad to skaits: { $found }
       *[other] Saīsiniet līdz { $limit } vārdiem; tagad to skaits: { $found }
    }
field-characters =
    { $limit ->
        [zero] Saīsiniet līdz { $limit } rakstzīmēm; tagad to skaits: { $found }
        [one] Saīsiniet līdz { $limit } rakstzīmei; tagad to skaits: { $found }
       *[other] Saīsiniet līdz { $limit } rakstzīmēm; tagad to skaits: { $found }
    }
field-range = Ierakstiet skaitli paskaidrojumā norādītajās robežās
field-too-small = Ierakstiet vismaz { $limit }; tagad ir { $found }
field-too-large = Ierakstiet ne vairāk par { $limit }; tagad ir { $found }
field-email = Ierakstiet e-pasta adresi, piemēram, vards@example.org
field-link = Ierakstiet tīmekļa adresi, kas sākas ar https://
field-phone = Ierakstiet tālruņa numuru ar valsts kodu, piemēram, +371 6700 0000
field-date = Ierakstiet īstu datumu – dienu, mēnesi un gadu, piemēram, 31 3 2027
field-future = Norādiet dienu, kas nav nākotnē
field-taken-places = Aizņemtu vietu jau ir vairāk; izvēlieties lielāku skaitli
field-too-long = Norādiet īsāku nosaukumu, ne vairāk kā 200 rakstzīmes
field-choice = Izvēlieties vienu no dotajām atbildēm
field-option = Izvēlieties vienu no dotajām atbildēm
field-twice = Katru atbildi izvēlieties tikai vienu reizi
field-consent = Lai piekristu, atzīmējiet rūtiņu. Bez tā veidlapu nevar iesniegt
field-year = Ierakstiet gadu, par kuru ir vērtība, piemēram, 2024
field-control = Izņemiet nedrukājamās rakstzīmes; palīdz teksta ierakstīšana no jauna
field-stale = Kāds cits ir saglabājis šo veidlapu, kopš to atvērāt. Zemāk ir jūsu ierakstītais; saglabājot tas aizstās otra ierakstīto
