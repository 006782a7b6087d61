# რა არის არასწორი შემოსატან სტრიქონში. `$column` სვეტის სახელია, `$value` ის, რაც ეწერა ან რაც უნდა ეწეროს.

import-wrong-utf8 = ფაილი ამ ადგილიდან UTF-8 აღარ არის. შეინახეთ როგორც „CSV UTF-8“ და ხელახლა სცადეთ.
import-wrong-empty = სვეტების სახელების ქვემოთ არაფერია.
import-wrong-missing-column = აკლია სვეტი „{ $column }“. სვეტებია: { $value }.
import-wrong-unknown-column = სვეტი „{ $column }“ არ არსებობს. სვეტებია: { $value }.
import-wrong-length = სტრიქონში მნიშვნელობების რაოდენობა სვეტების რაოდენობას ({ $value }) არ ემთხვევა. მნიშვნელობა, რომელშიც გამყოფი ნიშანია, ბრჭყალებში ჩასვით.
import-wrong-required = სვეტში „{ $column }“ რამე უნდა ეწეროს.
import-wrong-date = „{ $value }“ სვეტში „{ $column }“ დღე არ არის. დაწერეთ ასე: 2022-09-02.
import-wrong-future = „{ $value }“ სვეტში „{ $column }“ ჯერ არდამდგარი დღეა.
import-wrong-email = „{ $value }“ სვეტში „{ $column }“ ელექტრონული ფოსტის მისამართი არ არის.
import-wrong-language = სვეტში „{ $column }“ შეიძლება ეწეროს: { $value }.
import-wrong-twice = ორგანიზაცია უკვე წერია სტრიქონში { $value }.
import-wrong-member = „{ $value }“ უკვე წევრია. გამოტოვეთ ეს სტრიქონი.
import-wrong-value = სტრიქონი ვერ შემოვა: { $column }, { $value }.
