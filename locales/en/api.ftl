## What the API says to programs

error-412-title = This has changed meanwhile
error-key-reused = This idempotency key came with another request before. Take a new key for a new request.
error-body-kind = Send the body as { $wanted }.

field-json = Send this as { $wanted }
field-unknown-key = There is no such key here. Leave it out; known here: { $known }
field-unknown-thing = There is no such thing, or none you may know of
field-order = This has to come after what it follows
field-taken = This name is taken. Choose another
field-past = The clock only moves forward; it stands at { $now }
field-limit = Ask for 1 to { $limit } at a time
field-cursor = Take the cursor from the answer before, as it is
refusal-runs = Only those who run the programme may do this. Ask the programme's secretary.
refusal-released = This message is not held, so there is nothing to release.
refusal-edit = The answers cannot be changed in this state, or not by you. If something is wrong, write to the programme.
