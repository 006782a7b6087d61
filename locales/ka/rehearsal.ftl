# პროგრამა, წინასწარ გათამაშებული: რეპეტიციის გვერდი და ფაილი.

rehearsal-title = რეპეტიცია
rehearsal-what = პროგრამა წინასწარ თამაშდება გამოგონილი წევრებით: დროულად, ყოველთვის დაგვიანებით, არასდროს, ერთი შუა გზაზე ტოვებს, ერთს კი სხვა ორგანიზაცია ცვლის. არაფერი იგზავნება და ნამდვილ საქმეებს არაფერი ეხება.
rehearsal-from = პირველი დღე
rehearsal-until = ბოლოს მომდევნო დღე
rehearsal-go = გათამაშება
rehearsal-span = გათამაშებული დრო
rehearsal-members = გამოგონილი წევრები
rehearsal-letters = წერილები
rehearsal-dues = ბოლო დღეები
rehearsal-chart = რა რომელ კვირაში იგზავნება
rehearsal-chart-hint = თითო სტრიქონი თითო წელია, თითო სვეტი თითო კვირა. ყველაზე მეტი წერილი ერთ კვირაში: { $most }. ქვემოთ ცხრილი იმავეს ამბობს.
rehearsal-nothing = ამ დროში არაფერი იგზავნება და არცერთი ვადა არ იწურება.
rehearsal-legend-letters = გასაგზავნი წერილები
rehearsal-legend-due = ვადა იწურება
rehearsal-legend-marked = დღე, რომელიც ყურადღებას მოითხოვს
rehearsal-table = კვირების მიხედვით
rehearsal-week = კვირა, ორშაბათიდან
rehearsal-which = რომელი წერილები
rehearsal-look = მოითხოვს ყურადღებას
rehearsal-weekend = შაბათ-კვირა
rehearsal-holiday = უქმე დღე
rehearsal-leap-day = ნაკიანი წლის დღე
rehearsal-clock-change = საათის გადაყვანა
rehearsal-bar = კვირა { $week }, დასაწყისი: { $monday }. წერილები: { $letters }. ბოლო დღეები: { $due }.
rehearsal-stuck = აქ ვერავინ გააგრძელა
rehearsal-stuck-line = { $cases ->
    [one] { $cases } საქმე; „{ $event }“ უარყო წესმა „{ $rule }“
   *[other] { $cases } საქმე; „{ $event }“ უარყო წესმა „{ $rule }“
}
rehearsal-asked-too-much = გვერდი თამაშობს არაუმეტეს ათ წელს ას წევრთან ერთად. მეტისთვის არის ბრძანება: kalends rehearse.
rehearsal-asked-wrong = ბოლოს მომდევნო დღე პირველზე გვიანი უნდა იყოს.
