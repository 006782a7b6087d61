# Kas ietver katru vēstuli, un kāpēc paziņojums netika nosūtīts.
mail-why = Jūs to saņemat kā { $role } ({ $organisation }). Ja to vajadzētu saņemt kādam citam, atbildiet uz šo vēstuli.
mail-why-house = Jūs to saņemat kā { $role }. Ja to vajadzētu saņemt kādam citam, atbildiet uz šo vēstuli.
mail-open-case = Atvērt lietu
mail-why-link = Kāpēc es to saņēmu?
mail-sign-in-subject = Jūsu pieslēgšanās saite
mail-sign-in-body = Nospiediet saiti, lai pieslēgtos. Tā darbojas vienu reizi, desmit minūtes, tajā pārlūkā, kurā to pieprasījāt.
mail-sign-in-link = Pieslēgties
mail-sign-in-not-you = Ja Jūs to nepieprasījāt, nekas nenotiks – vēstuli var neievērot.
mail-sign-in-why = Jūs to saņemat, jo kāds lūdza pieslēgties ar šo adresi.
notice-reason-over = tas, par ko tas bija, ir paveikts, vai arī tā laiks ir pagājis
notice-reason-moved = datums ir pārcelts; tā vietā ir cits paziņojums
notice-reason-recipient = šo vietu tagad ieņem cits
notice-reason-catch-up = pakalpojuma pārtraukuma dēļ tas nokavējās un pēc darbplūsmas noteikuma netika nosūtīts
