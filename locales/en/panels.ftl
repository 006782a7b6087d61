# Votes and points: rules as sentences, refusals, and what the page of a case says.

explain-quota-share = Part of the scored cases of one call that may take a place, rounded down: { $share }.
explain-panel-vote = “{ $panel }” in “{ $kind }” is a vote, given on the form “{ $form }”, by: { $who }{ $more }.
explain-panel-score = “{ $panel }” in “{ $kind }” gives points, on the form “{ $form }”, by: { $who }{ $more }.
explain-panel-members = members by the statutes: { $count }
explain-panel-sitting = members are all who hold the role when the vote begins
explain-panel-quorum = needed to take part, of the members who are not recused: { $share }
explain-panel-majority-cast = needed for it, of the votes for and against: { $share }
explain-panel-majority-present = needed for it, of all votes with the abstentions: { $share }
explain-panel-majority-total = needed for it, of all members who are not recused: { $share }
explain-panel-tie-refused = as many for as against is a refusal
explain-panel-tie-carried = as many for as against is enough
explain-panel-tie-chair = where as many are for as against, it is decided by the vote of: { $who }
explain-share-least = at least { $part }
explain-share-more = more than { $part }
explain-panel-reviewers = fewest reviews: { $count }
explain-panel-take-mean = of several reviews the mean counts
explain-panel-take-median = of several reviews the median counts
explain-panel-take-lowest = of several reviews the lowest value counts
explain-panel-points = points are given by: { $fields }
explain-panel-weighted = “{ $field }” × { $weight }
explain-panel-minima = least values: { $fields }
explain-panel-least = “{ $field }” ≥ { $least }
explain-panel-gates = every reviewer must say yes to: { $fields }
explain-panel-gate = “{ $field }”
explain-panel-pass = least score: { $least }
explain-panel-recused = a review does not count that says yes to: { $field }
explain-casts = this is a ballot of “{ $panel }”, seen by other voters only after their own

explain-panel-quorate = enough have taken part in “{ $name }”
explain-panel-not-quorate = not enough have taken part in “{ $name }”
explain-panel-carried = “{ $name }” is carried
explain-panel-not-carried = “{ $name }” is not carried
explain-panel-tied = as many are for as against in “{ $name }”
explain-panel-not-tied = not as many are for as against in “{ $name }”
explain-panel-passed = “{ $name }” is passed
explain-panel-not-passed = “{ $name }” is not passed
explain-panel-voted = ballots of “{ $name }”
explain-panel-scored = reviews of “{ $name }”
explain-panel-score-of = score of “{ $name }”
explain-panel-rank = place by the score of “{ $name }”
explain-panel-places = places in the call
explain-compared = { $a } { $sign } { $b }

refusal-quota-share = No place is left: { $share } of { $scored } scored cases makes { $quota }, and { $taken } are taken. Put the case on reserve, or ask the secretary for another number of places.
refusal-blind = You can do this once your own ballot is given, or the vote is over. Give your ballot first.
refusal-panel-full = Every member has voted already; your seat had another holder then. Ask the secretary if this is wrong.
