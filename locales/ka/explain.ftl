# პროგრამის ყოველი წესი ერთი წინადადებით (`kalends explain`). სახელები ბრჭყალებში ან ორწერტილის შემდეგ დგას, სახელობითში.

explain-call-opens = მიღება იხსნება ამ დღეს, თუ თავად მიღება სხვას არ ამბობს: { $date }.
explain-call-closes = მიღების ბოლო დღე, თუ თავად მიღება სხვას არ ამბობს: { $date }.
explain-call-date = მიღების თარიღი „{ $name }“: { $when }.
explain-quota = ადგილების რაოდენობა ერთ მიღებაში: { $count }.

explain-kind = საქმე „{ $kind }“ ეკუთვნის ორგანიზაციას, რომლის როლია: { $owner }{ $more }.
explain-kind-in-call = ყოველ ორგანიზაციას ყოველ მიღებაში ერთი ასეთი საქმე აქვს
explain-kind-form = მისი ფორმაა „{ $form }“
explain-kind-opened-by = მისი დაწყება შეუძლია: { $who }
explain-import = საქმე „{ $kind }“, რომელიც ამ სამსახურზე ძველია, შემოდის მდგომარეობაში „{ $state }“ და აითვლება თარიღიდან „{ $field }“.

explain-state = „{ $state }“ არის მდგომარეობა საქმისა „{ $kind }“{ $more }.
explain-state-first = „{ $state }“ არის მდგომარეობა, რომელშიც იწყება საქმე „{ $kind }“{ $more }.
explain-state-final = „{ $state }“ არის მდგომარეობა, რომელშიც მთავრდება საქმე „{ $kind }“{ $more }.
explain-state-edits = ფორმის შეცვლა შეუძლია: { $who }
explain-state-listed = საქმე საჯარო რეესტრში ჩანს
explain-state-again = ორგანიზაციას იმავე მიღებაში თავიდან დაწყება შეუძლია

explain-duty = ვალდებულება „{ $duty }“; ასრულებს: { $who }; ვადა: { $due }{ $more }.
explain-reminder-before = ვალდებულება „{ $duty }“: ბოლო დღემდე ({ $span }) იგზავნება წერილი „{ $letter }“; მიმღები: { $who }.
explain-reminder-on = ვალდებულება „{ $duty }“: ბოლო დღეს იგზავნება წერილი „{ $letter }“; მიმღები: { $who }.
explain-reminder-after = ვალდებულება „{ $duty }“: ბოლო დღის შემდეგ ({ $span }), თუ ჯერ შესრულებული არ არის, იგზავნება წერილი „{ $letter }“; მიმღები: { $who }.
explain-cycle = საქმე „{ $kind }“ მეორდება, ათვლით იმ წლიდან, რომელშიც არის { $anchor }; ყოველ ამდენ წელში: { $every }; ბოლო დღე: { $date }; მანამდე იხსნება: { $span }{ $more }.
explain-cycle-dates = საქმე „{ $kind }“ მეორდება; დასაწყისი: { $anchor }; მის შემდეგ ყოველი ბოლო დღე: { $date }; მანამდე იხსნება: { $span }{ $more }.
explain-cycle-span = საქმე „{ $kind }“ მეორდება; დასაწყისი: { $anchor }; შუალედი: { $every }; ბოლო დღე: { $date }; მანამდე იხსნება: { $span }{ $more }.
explain-cycle-times = ყველაზე მეტი რაოდენობა, დასაწყისიდან ათვლით: { $count }
explain-cycle-until = ყველაზე გვიანი ვადა: { $when }

explain-workdays = სამუშაო დღეები: ორშაბათიდან პარასკევის ჩათვლით{ $more }.
explain-public-holidays = უქმეა სახელმწიფო დღესასწაულები; ქვეყანა: { $country }
explain-days-off = სხვა უქმე დღეები: { $days }
explain-days-worked = მაინც სამუშაო დღეები: { $days }
explain-country-lv = ლატვია
explain-country-ge = საქართველო
explain-calendar = კალენდარი „{ $calendar }“: { $days }.

explain-event-by = მდგომარეობაში „{ $state }“ მოქმედება „{ $event }“ შეუძლია: { $who }{ $more }.
explain-event-by-to = მდგომარეობაში „{ $state }“ მოქმედება „{ $event }“ იწვევს მდგომარეობას „{ $to }“; ეს შეუძლია: { $who }{ $more }.
explain-event-at = მდგომარეობაში „{ $state }“ მოვლენა „{ $event }“ თავისით ხდება, როცა დგება: { $when }{ $more }.
explain-event-at-to = მდგომარეობაში „{ $state }“ მოვლენა „{ $event }“ თავისით იწვევს მდგომარეობას „{ $to }“, როცა დგება: { $when }{ $more }.
explain-event-upon = მდგომარეობაში „{ $state }“ მოვლენა „{ $event }“ თავისით ხდება; მიზეზია: { $cause }{ $more }.
explain-event-upon-to = მდგომარეობაში „{ $state }“ მოვლენა „{ $event }“ თავისით იწვევს მდგომარეობას „{ $to }“; მიზეზია: { $cause }{ $more }.

explain-only-if = მხოლოდ თუ { $condition }
explain-complete = ფორმა სრული უნდა იყოს
explain-signs = ეს ხელმოწერაა
explain-reason-required = მიზეზი უნდა მიეთითოს
explain-reason-optional = მიზეზი შეიძლება მიეთითოს
explain-attach = უნდა დაერთოს ფაილი: „{ $purpose }“
explain-fills = ივსება ფორმა: „{ $form }“
explain-takes-place = იკავებს ადგილს მიღების კვოტაში
explain-frees-place = ათავისუფლებს ადგილს მიღების კვოტაში
explain-gives-standing = ახალი სტატუსი: { $standing }
explain-marks = დაისმის ნიშანი: „{ $marks }“
explain-clears = მოიხსნება ნიშანი: „{ $marks }“
explain-stops = ჩერდება ვადის ათვლა ვალდებულებისთვის: „{ $duties }“
explain-tells = იგზავნება წერილი „{ $letter }“; მიმღები: { $who }

explain-seat = { $role } ({ $seat })
explain-other-case = მოვლენა „{ $event }“ საქმეში „{ $kind }“
explain-other-case-opened = იხსნება საქმე „{ $kind }“
explain-call-moved = მიღების თარიღების შეცვლა
explain-due-moved = ვადის შეცვლა

explain-and = { $a } და { $b }
explain-or = { $a } ან { $b }
explain-not = ისე არ არის, რომ { $part }
explain-bracketed = ({ $part })
explain-marked = დასმულია ნიშანი „{ $name }“
explain-not-marked = დასმული არ არის ნიშანი „{ $name }“
explain-signed = პასუხებს ახლანდელი სახით ადასტურებს ხელმოწერა „{ $name }“
explain-not-signed = პასუხებს ახლანდელი სახით არ ადასტურებს ხელმოწერა „{ $name }“
explain-attached = დართულია ფაილი „{ $name }“
explain-not-attached = დართული არ არის ფაილი „{ $name }“
explain-owed = მფლობელს მოუგვარებელი აქვს საქმე „{ $name }“
explain-not-owed = მფლობელს მოუგვარებელი არ აქვს საქმე „{ $name }“
explain-late = მფლობელს დაგვიანებული აქვს საქმე „{ $name }“
explain-not-late = მფლობელს დაგვიანებული არ აქვს საქმე „{ $name }“
explain-call-open = მიღება ღიაა
explain-call-not-open = მიღება ღია არ არის
explain-standing-is = სტატუსია: { $standing }
explain-standing-is-not = სტატუსი არ არის: { $standing }
explain-formula = სრულდება ფორმულა: „{ $formula }“
explain-within = { $list } შეიცავს ამას: { $item }
explain-answered = მოცემულია { $name }

explain-standing-good = წესრიგშია
explain-standing-due = ანგარიში წარსადგენია
explain-standing-overdue = ანგარიში დაგვიანებულია
explain-standing-suspended = შეჩერებულია
explain-standing-lapsed = შეწყვეტილია
explain-standing-left = გავიდა

explain-later = { $base } + { $span }
explain-earlier = { $base } − { $span }
explain-call-opening = მიღების გახსნა
explain-call-closing = მიღების დახურვა
explain-call-other = მიღების თარიღი „{ $name }“
explain-entered = ამ მდგომარეობის დასაწყისი
explain-opened = საქმის დასაწყისი
explain-due = დადგენილი ვადა
explain-mark-set = დღე, როცა დაისვა ნიშანი „{ $mark }“
explain-field-date = თარიღი „{ $field }“

explain-listed = შემდეგი ამ დღეებიდან: { $days }
explain-in-calendar = შემდეგი დღე კალენდარში „{ $calendar }“
explain-own-day = დღე „{ $field }“
explain-that-day = ეს დღე
explain-next-in-calendar = პირველი დღე კალენდარში „{ $calendar }“, უფრო გვიანი ვიდრე { $base }
explain-next-own-day = პირველი დღე „{ $field }“, უფრო გვიანი ვიდრე { $base }
explain-month-end = იმ თვის ბოლო დღე, რომელშიც არის { $base }
explain-or-next-working-day = { $base } (თუ ის სამუშაო დღე არ არის, შემდეგი სამუშაო დღე)
explain-or-previous-working-day = { $base } (თუ ის სამუშაო დღე არ არის, წინა სამუშაო დღე)
explain-at-hour = { $base } ({ $hour } სთ)
explain-full-date = { $year } წლის { $day } { $month }
explain-yearly = { $day } { $month }
explain-days-of-year = { $days }
explain-every-year = { $count ->
    [one] ყოველწლიურად: { $days }
   *[other] ყოველწლიურად: { $days }
}
explain-each-day = ყოველი დღე
explain-last-of-month = ყოველი თვის ბოლო დღე
explain-last-of = თვის ({ $month }) ბოლო დღე
explain-monthly = { $count ->
    [one] ყოველი თვის რიცხვი: { $days }
   *[other] ყოველი თვის რიცხვი: { $days }
}
explain-weekly = ყოველკვირეულად: { $days }
explain-cron = ყოველი თარიღი წესით, რომელიც აქ სიტყვებით არ ითქმის: „{ $cron }“
explain-days-listed = დღეების სია (რაოდენობა: { $count }; პირველი: { $first }; ბოლო: { $last })
explain-hours = { $count ->
    [one] { $count } საათი
   *[other] { $count } საათი
}
explain-days = { $count ->
    [one] { $count } დღე
   *[other] { $count } დღე
}
explain-weeks = { $count ->
    [one] { $count } კვირა
   *[other] { $count } კვირა
}
explain-months = { $count ->
    [one] { $count } თვე
   *[other] { $count } თვე
}
explain-years = { $count ->
    [one] { $count } წელი
   *[other] { $count } წელი
}
explain-working-days = { $count ->
    [one] { $count } სამუშაო დღე
   *[other] { $count } სამუშაო დღე
}
explain-month-1 = იანვარი
explain-month-2 = თებერვალი
explain-month-3 = მარტი
explain-month-4 = აპრილი
explain-month-5 = მაისი
explain-month-6 = ივნისი
explain-month-7 = ივლისი
explain-month-8 = აგვისტო
explain-month-9 = სექტემბერი
explain-month-10 = ოქტომბერი
explain-month-11 = ნოემბერი
explain-month-12 = დეკემბერი

explain-next-duty = ბოლო დღე ვალდებულებისთვის „{ $duty }“; პასუხისმგებელი: { $who }.
explain-next-letter = იგზავნება წერილი „{ $subject }“; მიმღები: { $who }.
explain-next-event = „{ $event }“ თავისთავად ხდება.
explain-next-event-to = „{ $event }“ თავისთავად გადადის მდგომარეობაში: „{ $state }“.

explain-term-word = „{ $name }“
explain-term-yes = დიახ
explain-term-no = არა
explain-term-answer = პასუხი კითხვაზე „{ $name }“
explain-term-children = რამდენი საქმე „{ $kind }“ არის მდგომარეობაში „{ $state }“
explain-term-joined = { $a } { $sign } { $b }
explain-term-size = ჩანაწერების რაოდენობა ({ $of })
explain-term-year = წელი პასუხში კითხვაზე „{ $name }“
explain-term-part = „{ $part }“ პასუხში კითხვაზე „{ $name }“

explain-was = ადრე ერქვა „{ $was }“
explain-renamed-role = როლი „{ $name }“{ $more }.
explain-renamed-seat = ადგილი როლში „{ $name }“{ $more }.
explain-renamed-form = ფორმა „{ $name }“{ $more }.
explain-renamed-field = კითხვა „{ $name }“{ $more }.
explain-renamed-mark = ნიშანი „{ $name }“{ $more }.

explain-weekday-1 = ორშაბათი
explain-weekday-2 = სამშაბათი
explain-weekday-3 = ოთხშაბათი
explain-weekday-4 = ხუთშაბათი
explain-weekday-5 = პარასკევი
explain-weekday-6 = შაბათი
explain-weekday-7 = კვირა
explain-standing-none = ჯერ არ არის

explain-graph-opens = იხსნება
explain-graph-cycle = მეორდება
