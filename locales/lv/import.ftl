# Kas nav kārtībā importa rindā. `$column` ir slejas nosaukums, `$value` – atrastais vai atļautais saturs.

import-wrong-utf8 = Sākot ar šo vietu, fails nav UTF-8. Saglabājiet to kā “CSV UTF-8” un mēģiniet vēlreiz.
import-wrong-empty = Zem sleju nosaukumiem nekā nav.
import-wrong-missing-column = Trūkst slejas “{ $column }”. Slejas ir: { $value }.
import-wrong-unknown-column = Slejas “{ $column }” nav. Slejas ir: { $value }.
import-wrong-length = Rindā ir cits vērtību skaits nekā sleju ({ $value }). Vērtības, kurās ir atdalītājs, rakstiet pēdiņās.
import-wrong-required = Slejā “{ $column }” kaut kam jābūt.
import-wrong-date = “{ $value }” slejā “{ $column }” nav diena. Rakstiet to šādi: 2022-09-02.
import-wrong-future = “{ $value }” slejā “{ $column }” vēl nav pienākusi.
import-wrong-email = “{ $value }” slejā “{ $column }” nav e-pasta adrese.
import-wrong-language = Slejā “{ $column }” jābūt vienai no šīm vērtībām: { $value }.
import-wrong-twice = Šī organizācija jau ir { $value }. rindā.
import-wrong-member = “{ $value }” jau ir dalībniece. Izlaidiet šo rindu.
import-wrong-value = Rindu nevar importēt: { $column }, { $value }.
