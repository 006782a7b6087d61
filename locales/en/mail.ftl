# What stands round every letter, and why a notice did not go.
mail-why = You get this as { $role } of { $organisation }. If somebody else should get it, answer this letter.
mail-why-house = You get this as { $role }. If somebody else should get it, answer this letter.
mail-open-case = Open the case
mail-why-link = Why did I get this?
mail-sign-in-subject = Your link to sign in
mail-sign-in-body = Press the link to sign in. It works once, within ten minutes, in the browser in which you asked for it.
mail-sign-in-link = Sign in
mail-sign-in-not-you = If you did not ask for it, nothing happens: leave this letter as it is.
mail-sign-in-why = You get this because somebody asked to sign in with this address.
notice-reason-over = what it was about is done, or its time has passed
notice-reason-moved = the date has moved; another notice stands in for it
notice-reason-recipient = somebody else holds the seat now
notice-reason-catch-up = it was late after an interruption of the service and was left out by the workflow's rule
