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
