## Ko saskarne saka programmām

error-412-title = Tas pa šo laiku ir mainīts
error-key-reused = Šī atkārtojuma atslēga jau lietota citā pieprasījumā. Jaunam pieprasījumam ņemiet jaunu atslēgu.
error-body-kind = Sūtiet saturu kā { $wanted }.

field-json = Sūtiet to šādi: { $wanted }
field-unknown-key = Šādas atslēgas šeit nav. Izlaidiet to; šeit zināmas: { $known }
field-unknown-thing = Tāda nav, vai arī tas jums nav pieejams
field-order = Tam jābūt vēlākam par to, kam tas seko
field-taken = Šāds nosaukums jau ir. Izvēlieties citu
field-past = Pulksteni var pārvietot tikai uz priekšu; tas rāda { $now }
field-limit = Prasiet no 1 līdz { $limit } vienā reizē
field-cursor = Ņemiet turpinājuma zīmi no iepriekšējās atbildes bez izmaiņām
refusal-runs = To drīkst tikai programmas vadītāji. Lūdziet to programmas sekretāram.
refusal-released = Šī vēstule nav aizturēta, tāpēc nav ko atbrīvot.
refusal-edit = Šajā stāvoklī atbildes nevar mainīt, vai arī tas nav jūsu ziņā. Ja kas nav pareizi, rakstiet programmas vadītājiem.
