"""What a run does with a set: looks at every record, lets the whole set decide, takes one step after the other.

`run` is all of it. What looks at single records is a `task` on a part of them, done by `hands`. `finder` says what
is looked for, `looking` what need not be again, `recall` what is known from before, as `recalled` tells it;
`looked` and `state` hold what is known and what is left, `changes` what a step makes of what records say; `work`
lets checks of the set and steps act on all that, and `comparing` lets them compare only what may be alike.
"""
