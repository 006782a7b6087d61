# კენჭისყრა და ქულები: წესები წინადადებებად, უარი და საქმის გვერდის სიტყვები.

explain-quota-share = ადგილების რაოდენობა ერთ მიღებაში არის ქულიანი საქმეების ნაწილი, ნაკლებობით დამრგვალებული: { $share }.
explain-panel-vote = „{ $panel }“ საქმეში „{ $kind }“ კენჭისყრაა, ფორმა: „{ $form }“; ხმას აძლევს: { $who }{ $more }.
explain-panel-score = „{ $panel }“ საქმეში „{ $kind }“ ქულებით შეფასებაა, ფორმა: „{ $form }“; აფასებს: { $who }{ $more }.
explain-panel-members = წევრთა რაოდენობა წესდებით: { $count }
explain-panel-sitting = წევრია ყველა, ვისაც ეს როლი აქვს, როცა კენჭისყრა იწყება
explain-panel-quorum = კვორუმი იმ წევრთა რაოდენობიდან, ვინც თვითაცილება არ განაცხადა: { $share }
explain-panel-majority-cast = საჭირო რაოდენობა „მომხრე“ ყველა „მომხრე“ და „წინააღმდეგი“ ხმიდან: { $share }
explain-panel-majority-present = საჭირო რაოდენობა „მომხრე“ ყველა ხმიდან, თავშეკავებულიც ითვლება: { $share }
explain-panel-majority-total = საჭირო რაოდენობა „მომხრე“ ყველა წევრიდან, ვინც თვითაცილება არ განაცხადა: { $share }
explain-panel-tie-refused = „მომხრე“ და „წინააღმდეგი“ ხმების თანაბარი რაოდენობა უარია
explain-panel-tie-carried = „მომხრე“ და „წინააღმდეგი“ ხმების თანაბარი რაოდენობა თანხმობაა
explain-panel-tie-chair = თუ „მომხრე“ და „წინააღმდეგი“ ხმები თანაბარია, გადამწყვეტი ხმა აქვს: { $who }
explain-share-least = მინიმუმ { $part }
explain-share-more = მეტი, ვიდრე { $part }
explain-panel-reviewers = შეფასებების უმცირესი რაოდენობა: { $count }
explain-panel-take-mean = რამდენიმე შეფასებიდან ითვლება საშუალო
explain-panel-take-median = რამდენიმე შეფასებიდან ითვლება მედიანა
explain-panel-take-lowest = რამდენიმე შეფასებიდან ითვლება უმცირესი
explain-panel-points = ქულებს იძლევა: { $fields }
explain-panel-weighted = „{ $field }“ × { $weight }
explain-panel-minima = უმცირესი მნიშვნელობები: { $fields }
explain-panel-least = „{ $field }“ ≥ { $least }
explain-panel-gates = ყველა შემფასებლის პასუხი უნდა იყოს „კი“ აქ: { $fields }
explain-panel-gate = „{ $field }“
explain-panel-pass = ქულების უმცირესი რაოდენობა: { $least }
explain-panel-recused = არ ითვლება შეფასება, სადაც პასუხია „კი“ აქ: „{ $field }“
explain-casts = ეს არის ხმა, რომელიც ეკუთვნის: „{ $panel }“; სხვა ხმის მიმცემი მას მხოლოდ საკუთარი ხმის შემდეგ ხედავს

explain-panel-quorate = საკმარისი მონაწილეა აქ: „{ $name }“
explain-panel-not-quorate = არასაკმარისი მონაწილეა აქ: „{ $name }“
explain-panel-carried = მიღებულია „{ $name }“
explain-panel-not-carried = მიღებული არ არის „{ $name }“
explain-panel-tied = „მომხრე“ და „წინააღმდეგი“ ხმები თანაბარია აქ: „{ $name }“
explain-panel-not-tied = „მომხრე“ და „წინააღმდეგი“ ხმები თანაბარი არ არის აქ: „{ $name }“
explain-panel-passed = გავლილია „{ $name }“
explain-panel-not-passed = გავლილი არ არის „{ $name }“
explain-panel-voted = ხმების რაოდენობა („{ $name }“)
explain-panel-scored = შეფასებების რაოდენობა („{ $name }“)
explain-panel-score-of = ქულების რაოდენობა („{ $name }“)
explain-panel-rank = ადგილი ქულების მიხედვით („{ $name }“)
explain-panel-places = ადგილების რაოდენობა მიღებაში
explain-compared = { $a } { $sign } { $b }

refusal-quota-share = ადგილი აღარ დარჩა: ადგილების რაოდენობაა { $quota } ({ $share }, ქულიანი საქმეა { $scored }), დაკავებულია { $taken }. საქმე სარეზერვო სიაში შეიტანეთ ან მდივანს ადგილების სხვა რაოდენობა სთხოვეთ.
refusal-blind = ეს შესაძლებელი იქნება, როცა თქვენს ხმას მისცემთ ან კენჭისყრა დასრულდება. ჯერ თქვენი ხმა მიეცით.
refusal-panel-full = ყველა წევრმა უკვე მისცა ხმა; თქვენს ადგილზე მაშინ სხვა იყო. თუ ეს შეცდომაა, მდივანს ჰკითხეთ.
