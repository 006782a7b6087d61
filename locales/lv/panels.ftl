# Balsojumi un punkti: noteikumi kā teikumi, atteikumi un lietas lapas vārdi.

explain-quota-share = Vietu skaits vienā uzsaukumā ir daļa no lietām, kurām ir punkti, noapaļota uz leju: { $share }.
explain-panel-vote = „{ $panel }” lietā „{ $kind }” ir balsojums ar veidlapu „{ $form }”; balso: { $who }{ $more }.
explain-panel-score = „{ $panel }” lietā „{ $kind }” ir vērtējums punktos ar veidlapu „{ $form }”; vērtē: { $who }{ $more }.
explain-panel-members = locekļu skaits pēc statūtiem: { $count }
explain-panel-sitting = locekļi ir visi, kam ir šī loma, kad balsojums sākas
explain-panel-quorum = kvorums no locekļiem, kuri nav atstatījušies: { $share }
explain-panel-majority-cast = balsu skaits „par”, kas vajadzīgs no visām balsīm „par” un „pret”: { $share }
explain-panel-majority-present = balsu skaits „par”, kas vajadzīgs no visām balsīm, ieskaitot atturēšanos: { $share }
explain-panel-majority-total = balsu skaits „par”, kas vajadzīgs no visiem locekļiem, kuri nav atstatījušies: { $share }
explain-panel-tie-refused = vienāds balsu skaits „par” un „pret” nozīmē noraidījumu
explain-panel-tie-carried = vienāds balsu skaits „par” un „pret” nozīmē piekrišanu
explain-panel-tie-chair = ja balsu skaits „par” un „pret” ir vienāds, izšķirošā balss ir: { $who }
explain-share-least = vismaz { $part }
explain-share-more = vairāk nekā { $part }
explain-panel-reviewers = mazākais vērtējumu skaits: { $count }
explain-panel-take-mean = no vairākiem vērtējumiem der vidējais
explain-panel-take-median = no vairākiem vērtējumiem der mediāna
explain-panel-take-lowest = no vairākiem vērtējumiem der zemākais
explain-panel-points = punktus dod: { $fields }
explain-panel-weighted = „{ $field }” × { $weight }
explain-panel-minima = mazākās vērtības: { $fields }
explain-panel-least = „{ $field }” ≥ { $least }
explain-panel-gates = visu vērtētāju atbildei jābūt „jā” šeit: { $fields }
explain-panel-gate = „{ $field }”
explain-panel-pass = mazākais punktu skaits: { $least }
explain-panel-recused = netiek skaitīts vērtējums, kurā atbilde ir „jā” šeit: „{ $field }”
explain-casts = tā ir balss, kas pieder pie „{ $panel }”; citi balsotāji to redz tikai pēc savas balss nodošanas

explain-panel-quorate = pietiek dalībnieku šeit: „{ $name }”
explain-panel-not-quorate = nepietiek dalībnieku šeit: „{ $name }”
explain-panel-carried = ir pieņemts „{ $name }”
explain-panel-not-carried = nav pieņemts „{ $name }”
explain-panel-tied = balsu skaits „par” un „pret” ir vienāds šeit: „{ $name }”
explain-panel-not-tied = balsu skaits „par” un „pret” nav vienāds šeit: „{ $name }”
explain-panel-passed = ir izturēts „{ $name }”
explain-panel-not-passed = nav izturēts „{ $name }”
explain-panel-voted = balsu skaits („{ $name }”)
explain-panel-scored = vērtējumu skaits („{ $name }”)
explain-panel-score-of = punktu skaits („{ $name }”)
explain-panel-rank = vieta pēc punktiem („{ $name }”)
explain-panel-places = vietu skaits uzsaukumā
explain-compared = { $a } { $sign } { $b }

refusal-quota-share = Brīvu vietu vairs nav: vietu skaits ir { $quota } ({ $share } no lietām ar punktiem, kuru skaits ir { $scored }), aizņemtas: { $taken }. Atlieciet lietu rezervē vai lūdziet sekretāram mainīt vietu skaitu.
refusal-blind = To var darīt, kad jūsu balss ir nodota vai balsojums ir beidzies. Vispirms nododiet savu balsi.
refusal-panel-full = Visi locekļi jau ir balsojuši; toreiz jūsu vietā bija cits. Ja tas nav pareizi, vaicājiet sekretāram.
