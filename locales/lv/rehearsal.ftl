# Programma, izspēlēta uz priekšu: mēģinājuma lapa un datne.

rehearsal-title = Mēģinājums
rehearsal-what = Programma tiek izspēlēta uz priekšu ar izdomātiem dalībniekiem: laikā, vienmēr vēlu, nekad, viens izstājas pusceļā un vienu pārņem cits. Nekas netiek izsūtīts, un īstās lietas paliek neskartas.
rehearsal-from = Pirmā diena
rehearsal-until = Diena pēc pēdējās
rehearsal-go = Izspēlēt
rehearsal-span = Izspēlētais laiks
rehearsal-members = Izdomātie dalībnieki
rehearsal-letters = Vēstules
rehearsal-dues = Pēdējās dienas
rehearsal-chart = Kas kurā nedēļā tiek izsūtīts
rehearsal-chart-hint = Katram gadam sava rinda, katrai nedēļai savs stabiņš. Visvairāk vēstuļu vienā nedēļā: { $most }. Tabulā zemāk ir tas pats.
rehearsal-nothing = Šajā laikā nekas netiek izsūtīts un nekam nav termiņa.
rehearsal-legend-letters = izsūtāmās vēstules
rehearsal-legend-due = beidzas termiņš
rehearsal-legend-marked = diena, kurai jāpievērš uzmanība
rehearsal-table = Nedēļu pēc nedēļas
rehearsal-week = Nedēļa, no pirmdienas
rehearsal-which = Kuras vēstules
rehearsal-look = Jāpievērš uzmanība
rehearsal-weekend = nedēļas nogale
rehearsal-holiday = svētku diena
rehearsal-leap-day = garā gada diena
rehearsal-clock-change = pulksteņu maiņa
rehearsal-bar = { $week }. nedēļa, no: { $monday }. Vēstules: { $letters }. Pēdējās dienas: { $due }.
rehearsal-broken-off = Pārtraukts { $day }: notika pārāk daudz. Vai taimeri iet pa apli vai cikls atver pārāk bieži? Citādi ņemiet mazāk dalībnieku vai mazāk gadu.
rehearsal-stuck = Te neviens netika tālāk
rehearsal-stuck-line = { $cases ->
    [zero] { $cases } lietu; „{ $event }” noraidīja noteikums „{ $rule }”
    [one] { $cases } lieta; „{ $event }” noraidīja noteikums „{ $rule }”
   *[other] { $cases } lietas; „{ $event }” noraidīja noteikums „{ $rule }”
}
rehearsal-asked-too-much = Lapa izspēlē ne vairāk kā desmit gadus ar simt dalībniekiem. Ja vajag vairāk, ir komanda: kalends rehearse.
rehearsal-asked-wrong = Dienai pēc pēdējās jābūt vēlākai par pirmo.

# Visi programmas noteikumi: zīmējums un teikumi.
rules-title = Noteikumi
rules-lead = Viss, ko šī programma dara, teikumos un zīmējumā. Abi izrakstīti no tām pašām datnēm, pēc kurām darbojas pakalpojums.
rules-all = Visi programmas noteikumi
rules-rehearsal = Izspēlēt programmu uz priekšu
rules-general = Katram uzsaukumam
rules-kind = Jebkurā stāvoklī
rules-drawing = Zīmējums: { $kind }
rules-drawing-hint = Rāmīši ir stāvokļi, bultas saka, kas ved no viena uz otru un kurš to dara. Pārtrauktā bulta notiek pati, dubults rāmītis ir beigas, ↻ paliek tajā pašā stāvoklī, zaļais ir redzams publiskajā reģistrā. Teikumi zemāk saka to pašu.
case-rules = Šī stāvokļa noteikumi
