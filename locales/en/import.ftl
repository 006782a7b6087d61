# What is wrong with a line of an import. `$column` is the name of a column, `$value` what was found or what may stand there.

import-wrong-utf8 = The file is not UTF-8 from here on. Save it as “CSV UTF-8” and try again.
import-wrong-empty = There is nothing below the column names.
import-wrong-missing-column = The column “{ $column }” is missing. The columns are: { $value }.
import-wrong-unknown-column = There is no column “{ $column }”. The columns are: { $value }.
import-wrong-length = The line has another number of values than there are columns ({ $value }). Put values that contain the separator between quotation marks.
import-wrong-required = Something must stand in the column “{ $column }”.
import-wrong-date = “{ $value }” in the column “{ $column }” is not a day. Write it as 2022-09-02.
import-wrong-future = “{ $value }” in the column “{ $column }” is a day to come.
import-wrong-email = “{ $value }” in the column “{ $column }” is not a mail address.
import-wrong-language = The column “{ $column }” holds one of: { $value }.
import-wrong-twice = The organisation stands in line { $value } already.
import-wrong-member = “{ $value }” is a member already. Leave the line out.
import-wrong-value = The line cannot come in: { $column }, { $value }.
