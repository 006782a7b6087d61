## Times, organisations, and answers of several numbers
refusal-too-early =
    { $time ->
        [none] ამისთვის ჯერ ადრეა: ის, რასაც ელოდება, ჯერ არ მომხდარა. საქმის გვერდზე ჩანს, რა მოდის მანამდე.
       *[other] ამისთვის ჯერ ადრეა. შესაძლებელია ამ დროიდან: { $time }.
    }
refusal-too-late = ამისთვის უკვე გვიანია. შესაძლებელი იყო ამ დრომდე: { $time }. თუ საპატიო მიზეზი გქონდათ, მისწერეთ პროგრამას.
field-month-day = ჩაწერეთ კალენდრის დღე და თვე, მაგალითად 31 12
field-counts-total = თითოეული ადამიანი ერთხელ დათვალეთ: ჯამი არის { $lowest }-დან { $highest }-მდე; ახლა წერია { $found }

answer-month-day = ყოველ წელს: { $day }. { $month }.
answer-counts =
    { $groups ->
        [none] { $total }
       *[other] { $total } ({ $groups })
    }
counts-total = სულ, თითოეული ადამიანი ერთხელ დათვლილი

## The organisation's page
organisation-happened = რა მოხდა
organisation-renamed = ახალი სახელი: { $after }. მანამდე: { $before }.
organisation-merged = აგრძელებს როგორც სხვა ორგანიზაცია.
organisation-split = გაიყო რამდენიმე ორგანიზაციად.
organisation-rename = სახელის შეცვლა
organisation-new-name = სახელი ამიერიდან
organisation-split-title = მის ნაცვლად რამდენიმე აგრძელებს
organisation-split-lead = ყოველი მიმდინარე საქმე გადადის მისთვის არჩეულ ორგანიზაციაზე, თავისი ისტორიითა და ვადებით.
organisation-split-open = გაყოფა
organisation-split-do = გაყოფა და საქმეების გადაცემა
done-happened = ჩაწერილია. საქმეებს, რომლებიც ამას ელოდა, ეცნობა.
done-renamed = სახელი შეიცვალა. ძველი სახელით დაწერილი უცვლელი რჩება.
done-split = საქმეები გადავიდა მათზე, ვინც აგრძელებს.

## A duty put off; forms counted
put-off-title = სხვა ვადა ამ საქმისთვის
put-off-open = ვადის გადაწევა
put-off-duty = რომელი ვალდებულება
put-off-until = ბოლო დღე ამიერიდან
put-off-do = გადაწევა
done-put-off = ვალდებულებას ახალი ვადა აქვს. შეხსენებები მას მიჰყვება.
event-extend = ვალდებულების ვადა გადაიწია
event-organisation-merged = ორგანიზაცია აგრძელებს როგორც სხვა
event-organisation-split = ორგანიზაცია გაიყო
event-organisation-renamed = ორგანიზაციას სხვა სახელი აქვს
statistics-cases = დათვლილი საქმეები: { $cases }
statistics-table = იგივე ცხრილად (CSV)
statistics-answered = პასუხები
statistics-sum = ჯამი
statistics-mean = საშუალო
statistics-min = უმცირესი
statistics-max = უდიდესი

## Every rule as a sentence
explain-from = არა უადრეს: { $when }
explain-until = არა უგვიანეს: { $when }
explain-opens = იხსნება საქმე, მისი სახე: „{ $kind }“
explain-opens-due = იხსნება საქმე, მისი სახე: „{ $kind }“; ვადა: { $when }
explain-peers = როლი „{ $role }“: ყველა, ვინც სხვა წევრ ორგანიზაციაში ამ როლშია: { $of }.
explain-organisation-event = ორგანიზაციას შეიძლება მოუვიდეს: „{ $event }“; ჩაწერის უფლება აქვს: { $who }.
explain-organisation-happened = ორგანიზაციის მოვლენა „{ $event }“
explain-organisation-merged = ორგანიზაცია აგრძელებს როგორც სხვა
explain-organisation-split = ორგანიზაციის გაყოფა
explain-organisation-renamed = ორგანიზაციის ახალი სახელი
explain-duty-moved = ამ საქმისთვის გადაწეული ვალდებულება
